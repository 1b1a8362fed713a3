//! How the house is built, as checks: who may import whom (the table in ARCHITECTURE.md), and what CONTRIBUTING.md says of
//! files and names.

mod imports;
mod shape;
mod source;
