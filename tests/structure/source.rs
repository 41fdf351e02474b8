//! The modules of a crate, and what each of their files names of the others.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{File, ItemImpl, ItemMod, ItemUse, Macro, UseTree, Visibility};

/// A module's names from the root of its crate on, none for the root itself.
pub type Name = Vec<String>;

/// What a file says of paths.
#[derive(Default)]
pub struct Source {
    pub file: PathBuf,
    pub lines: usize,
    /// Every path that is named, as it is written, made absolute where it begins with `crate`,
    /// `self`, `super` or a child.
    pub named: Vec<Name>,
    /// What is handed on under a name, `*` for all.
    pub handed_on: Vec<(String, Name)>,
    /// The traits that are implemented.
    pub traits: Vec<String>,
    module: Name,
    children: Vec<String>,
}

/// All files below the folder of `root`, a crate's `lib.rs` or `main.rs`, by module.
pub fn crate_of(root: &str) -> BTreeMap<Name, Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(root);
    let mut modules = BTreeMap::new();
    read(&root, root.parent().unwrap(), Name::new(), &mut modules);
    modules
}

/// The file of a module, then those of its children in `folder`.
fn read(file: &Path, folder: &Path, module: Name, modules: &mut BTreeMap<Name, Source>) {
    let text = fs::read_to_string(file).unwrap();
    let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{file:?}: {error}"));
    let mut source = Source {
        file: file.to_path_buf(),
        lines: text.lines().count(),
        module: module.clone(),
        children: children(&parsed),
        ..Source::default()
    };
    source.visit_file(&parsed);
    for child in source.children.clone() {
        let name = [&module[..], std::slice::from_ref(&child)].concat();
        let own = folder.join(&child);
        let beside = folder.join(format!("{child}.rs"));
        let file = if beside.exists() {
            beside
        } else {
            own.join("mod.rs")
        };
        read(&file, &own, name, modules);
    }
    modules.insert(module, source);
}

/// The modules that a file declares and other files hold.
fn children(file: &File) -> Vec<String> {
    let declared = file.items.iter().filter_map(|item| match item {
        syn::Item::Mod(item) if item.content.is_none() => Some(item.ident.to_string()),
        _ => None,
    });
    declared.collect()
}

impl Source {
    /// A path in a file, from the root of the crate on where it leads to another of its modules.
    fn absolute(&self, path: Name) -> Name {
        let up = path.iter().take_while(|part| *part == "super").count();
        let parent = self.module.len().saturating_sub(up);
        match path[0].as_str() {
            "crate" => path[1..].to_vec(),
            "self" => [&self.module[..], &path[1..]].concat(),
            "super" => [&self.module[..parent], &path[up..]].concat(),
            first if self.children.iter().any(|child| child == first) => {
                [&self.module[..], &path[..]].concat()
            }
            // Of another crate, or in scope: no name of a module.
            _ => [&["::".to_string()], &path[..]].concat(),
        }
    }

    fn name(&mut self, path: Name) {
        if path.len() > 1 {
            let path = self.absolute(path);
            self.named.push(path);
        }
    }

    /// Paths in what a macro is given.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path = Name::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Punct(sign) if sign.as_char() == ':' && !path.is_empty() => colons += 1,
                TokenTree::Ident(part) if path.is_empty() || colons == 2 => {
                    path.push(part.to_string());
                    colons = 0;
                }
                other => {
                    self.name(std::mem::take(&mut path));
                    colons = 0;
                    match other {
                        TokenTree::Group(group) => self.tokens(group.stream()),
                        TokenTree::Ident(part) => path.push(part.to_string()),
                        _ => {}
                    }
                }
            }
        }
        self.name(path);
    }
}

impl<'a> Visit<'a> for Source {
    /// Modules within the file are of the file: one `super` less leads out of it.
    fn visit_item_mod(&mut self, item: &'a ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'a ItemUse) {
        let mut leaves = Vec::new();
        flatten(&item.tree, &mut Name::new(), &mut leaves);
        for (alias, path) in leaves {
            match item.vis {
                Visibility::Inherited => self.name(path),
                _ => {
                    let path = self.absolute(path);
                    self.handed_on.push((alias, path));
                }
            }
        }
    }

    fn visit_item_impl(&mut self, item: &'a ItemImpl) {
        if let Some((_, of, _)) = &item.trait_ {
            let last = of.segments.last().unwrap();
            self.traits.push(last.ident.to_string());
        }
        visit::visit_item_impl(self, item);
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        if path.leading_colon.is_none() {
            self.name(
                path.segments
                    .iter()
                    .map(|part| part.ident.to_string())
                    .collect(),
            );
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'a Macro) {
        self.tokens(item.tokens.clone());
        visit::visit_macro(self, item);
    }
}

/// The leaves of a `use` with the names that they get.
fn flatten(tree: &UseTree, before: &mut Name, leaves: &mut Vec<(String, Name)>) {
    let mut leaf = |alias: String, last: String| {
        let mut path = before.clone();
        let mut alias = alias;
        match last.as_str() {
            "self" if alias == "self" => alias = before.last().cloned().unwrap_or_default(),
            "self" => {}
            _ => path.push(last),
        }
        leaves.push((alias, path));
    };
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            flatten(&path.tree, before, leaves);
            before.pop();
        }
        UseTree::Name(name) => leaf(name.ident.to_string(), name.ident.to_string()),
        UseTree::Rename(name) => leaf(name.rename.to_string(), name.ident.to_string()),
        UseTree::Glob(_) => leaf("*".to_string(), "*".to_string()),
        UseTree::Group(group) => {
            let trees = group.items.iter();
            trees.for_each(|tree| flatten(tree, before, leaves));
        }
    }
}
