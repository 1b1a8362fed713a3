use sha2::{Digest, Sha256};

/// The SHA-256 of bytes as they come.
#[derive(Debug, Clone, Default)]
pub struct Checksum(Sha256);

impl Checksum {
    /// That of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::new_with_prefix(bytes))
    }

    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// What it is so far, in hexadecimal digits.
    pub fn hex(&self) -> String {
        self.beginning(32)
    }

    /// Its first bytes, in hexadecimal digits.
    pub fn beginning(&self, bytes: usize) -> String {
        self.0.clone().finalize().iter().take(bytes).map(|byte| format!("{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_that_of_the_standard_however_the_bytes_come() {
        // FIPS 180-4's example of one block.
        let mut sum = Checksum::default();
        ["a", "bc"].iter().for_each(|part| sum.update(part.as_bytes()));
        assert_eq!(sum.hex(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(Checksum::of(b"abc").beginning(3), "ba7816");
    }
}
