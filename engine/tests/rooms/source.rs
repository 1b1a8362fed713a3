//! The engine's source as a compiler reads it: files, and what each of them names of the others. Tests are left out, and
//! so is what fuzzes.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use syn::{
    Attribute, Item, ItemEnum, ItemStruct, ItemTrait, ItemType, ItemUnion, ItemUse, UseTree, Visibility,
    visit::{self, Visit},
};

/// One file of `engine/src`.
pub struct Source {
    /// Its path from there, with `/`.
    pub path: String,
    /// Its lines, those of a module of tests at its end left out.
    pub lines: usize,
    /// The types that it defines.
    pub types: BTreeSet<String>,
    module: Vec<String>,
    /// What it names by a path.
    uses: Vec<(Vec<String>, Vec<String>)>,
    /// What it gives on under its own name: the path that each name stands for.
    exports: BTreeMap<String, Vec<String>>,
    /// Modules of which it gives on everything.
    globs: Vec<Vec<String>>,
}

impl Source {
    /// Reads one.
    pub fn parse(path: &str, text: &str) -> Self {
        let module = path.trim_end_matches(".rs").trim_end_matches("/mod");
        let module: Vec<_> = module.split('/').filter(|name| *name != "lib").map(str::to_owned).collect();
        let mut reader = Reader {
            module: module.clone(),
            uses: Vec::new(),
            exports: BTreeMap::new(),
            globs: Vec::new(),
            types: BTreeSet::new(),
        };
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        reader.visit_file(&file);
        let Reader { uses, exports, globs, types, .. } = reader;
        let lines = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().lines().count();
        Self { path: path.to_owned(), lines, types, module, uses, exports, globs }
    }
}

/// Every file of the library.
pub fn read() -> Vec<Source> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut waiting = vec![src.clone()];
    let mut sources = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).expect("a folder of the source") {
            let path = entry.expect("a directory entry").path();
            let name = path.strip_prefix(&src).expect("it is in there").to_string_lossy().replace('\\', "/");
            let is_test = name.split('/').any(|part| matches!(part.trim_end_matches(".rs"), "tests" | "fuzzing"));
            if path.is_dir() {
                waiting.push(path);
            } else if !is_test && name.ends_with(".rs") && name != "main.rs" {
                sources.push(Source::parse(&name, &fs::read_to_string(path).expect("a file of the source")));
            }
        }
    }
    sources
}

/// What each file takes from others, by their paths.
pub fn links(sources: &[Source]) -> BTreeMap<&str, BTreeSet<&str>> {
    let modules: BTreeMap<&[String], &Source> = sources.iter().map(|source| (&*source.module, source)).collect();
    let mut links: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for source in sources {
        let named = source.uses.iter().filter_map(|(from, path)| Some(&*definer(&modules, from, path, 0)?.path));
        links.insert(&source.path, named.filter(|path| *path != source.path).collect());
    }
    links
}

/// The file that defines what `path` says, seen from a module; none for what is in this file or in another crate.
fn definer<'a>(
    modules: &BTreeMap<&[String], &'a Source>,
    from: &[String],
    path: &[String],
    depth: usize,
) -> Option<&'a Source> {
    let (mut at, mut rest) = (from.to_vec(), path);
    match rest.first()?.as_str() {
        "crate" => (at, rest) = (Vec::new(), &rest[1..]),
        "self" => rest = &rest[1..],
        "super" => {
            while rest.first().is_some_and(|name| name == "super") {
                at.pop();
                rest = &rest[1..];
            }
        }
        first => {
            modules.get(&*[&at[..], &[first.to_owned()]].concat())?;
        }
    }
    while let Some(name) = rest.first() {
        let deeper = [&at[..], std::slice::from_ref(name)].concat();
        if !modules.contains_key(&*deeper) {
            break;
        }
        (at, rest) = (deeper, &rest[1..]);
    }
    // A module that stands within a file is of that file.
    while !modules.contains_key(&*at) {
        at.pop()?;
    }
    let source = modules[&*at];
    let Some(name) = rest.first().filter(|_| depth < 8) else { return Some(source) };
    if let Some(path) = source.exports.get(name) {
        return definer(modules, &source.module, path, depth + 1).or(Some(source));
    }
    let through = source.globs.iter().find_map(|glob| {
        let inner = definer(modules, &source.module, glob, depth + 1)?;
        (inner.types.contains(name) || inner.exports.contains_key(name)).then_some(inner)
    });
    through.or(Some(source))
}

/// The files that lead back to themselves, each circle as the set of its files.
pub fn circles<'a>(links: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<BTreeSet<&'a str>> {
    let reached = |from: &'a str| {
        let mut reached = BTreeSet::new();
        let mut waiting: Vec<&str> = links[from].iter().copied().collect();
        while let Some(next) = waiting.pop() {
            if reached.insert(next) {
                waiting.extend(links.get(next).into_iter().flatten());
            }
        }
        reached
    };
    let reached: BTreeMap<&str, BTreeSet<&str>> = links.keys().map(|from| (*from, reached(from))).collect();
    let circle = |file: &&'a str| -> BTreeSet<&'a str> {
        reached[*file].iter().copied().filter(|other| reached[other].contains(*file)).collect()
    };
    links.keys().map(circle).filter(|circle| circle.len() > 1).collect()
}

/// Goes through a file.
struct Reader {
    /// Where it is: the file's module, and those that stand within the file.
    module: Vec<String>,
    uses: Vec<(Vec<String>, Vec<String>)>,
    exports: BTreeMap<String, Vec<String>>,
    globs: Vec<Vec<String>>,
    types: BTreeSet<String>,
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let syn::Meta::List(list) = &attribute.meta else { return false };
        let text = list.tokens.to_string();
        list.path.is_ident("cfg")
            && text.split(|c: char| !c.is_alphanumeric()).any(|word| word == "test")
            && !text.starts_with("not")
    })
}

impl Reader {
    fn tree(&mut self, tree: &UseTree, before: &[String], exports: bool) {
        let name = |ident: &syn::Ident| ident.to_string();
        let mut leaf = |path: Vec<String>, given: String| {
            if exports {
                self.exports.insert(given, path);
            } else {
                self.uses.push((self.module.clone(), path));
            }
        };
        match tree {
            UseTree::Path(path) => self.tree(&path.tree, &[before, &[name(&path.ident)]].concat(), exports),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.tree(tree, before, exports)),
            UseTree::Name(leaf_name) if leaf_name.ident == "self" => {
                leaf(before.to_vec(), before.last().cloned().unwrap_or_default());
            }
            UseTree::Name(leaf_name) => leaf([before, &[name(&leaf_name.ident)]].concat(), name(&leaf_name.ident)),
            UseTree::Rename(renamed) => leaf([before, &[name(&renamed.ident)]].concat(), name(&renamed.rename)),
            UseTree::Glob(_) if exports => self.globs.push(before.to_vec()),
            UseTree::Glob(_) => self.uses.push((self.module.clone(), before.to_vec())),
        }
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        let attributes = match item {
            Item::Mod(item) => &item.attrs,
            Item::Fn(item) => &item.attrs,
            Item::Impl(item) => &item.attrs,
            Item::Use(item) => &item.attrs,
            Item::Struct(item) => &item.attrs,
            Item::Enum(item) => &item.attrs,
            Item::Const(item) => &item.attrs,
            _ => &Vec::new(),
        };
        if !is_for_tests(attributes) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        let exports = !matches!(item.vis, Visibility::Inherited);
        self.tree(&item.tree, &[], exports);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if names.len() > 1 {
            self.uses.push((self.module.clone(), names));
        }
        visit::visit_path(self, path);
    }

    fn visit_item_struct(&mut self, item: &'ast ItemStruct) {
        self.types.insert(item.ident.to_string());
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast ItemEnum) {
        self.types.insert(item.ident.to_string());
        visit::visit_item_enum(self, item);
    }

    fn visit_item_union(&mut self, item: &'ast ItemUnion) {
        self.types.insert(item.ident.to_string());
        visit::visit_item_union(self, item);
    }

    fn visit_item_trait(&mut self, item: &'ast ItemTrait) {
        self.types.insert(item.ident.to_string());
        visit::visit_item_trait(self, item);
    }

    fn visit_item_type(&mut self, item: &'ast ItemType) {
        self.types.insert(item.ident.to_string());
        visit::visit_item_type(self, item);
    }
}
