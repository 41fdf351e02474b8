//! How the source is laid out: layers that import one way, no circles, files of a readable length.
#![cfg(not(target_family = "wasm"))]

mod source;

use std::collections::{BTreeMap, BTreeSet};

use source::{Name, Source, crate_of};

type Modules = BTreeMap<Name, Source>;
type Imports = BTreeMap<Name, BTreeSet<Name>>;

const LIBRARY: &str = "src/lib.rs";
const PRETRAIN: &str = "src/bin/pretrain/main.rs";

/// Each imports those before it alone.
const LAYERS: [&str; 14] = [
    "error",
    "random",
    "data",
    "kernel",
    "layers",
    "loss",
    "model",
    "weights",
    "training",
    "family",
    "device",
    "lab_model",
    "task",
    "wasm",
];
/// Lines of the longest file, and of the one in the middle.
const LONGEST: usize = 350;
const MEDIAN: usize = 140;

/// The module in which what `path` names is defined: where a module hands a name on, the one that it
/// has it from. `None` for names of other crates.
fn definition(modules: &Modules, path: &[String]) -> Option<Name> {
    let length = (0..=path.len())
        .rev()
        .find(|length| modules.contains_key(&path[..*length]))?;
    let (module, rest) = path.split_at(length);
    let Some(first) = rest.first() else {
        return Some(module.to_vec());
    };
    if first == "::" {
        return None;
    }
    let handed_on = &modules[module].handed_on;
    match handed_on.iter().find(|(alias, _)| alias == first) {
        Some((_, from)) => definition(modules, from),
        None => Some(module.to_vec()),
    }
}

/// What each module imports. A module that hands on what its children define imports nothing by
/// that: who imports it from there imports the child.
fn imports(modules: &Modules) -> Imports {
    let of = |(name, source): (&Name, &Source)| {
        let handed_on = source.handed_on.iter().map(|(_, path)| path);
        let strangers = handed_on.filter(|path| !path.starts_with(name));
        let found = source.named.iter().chain(strangers);
        let mut found: BTreeSet<Name> =
            found.filter_map(|path| definition(modules, path)).collect();
        found.remove(name);
        (name.clone(), found)
    };
    modules.iter().map(of).collect()
}

/// A way from `module` back to itself.
fn circle(imports: &Imports, module: &Name) -> Option<Vec<Name>> {
    let mut ways = vec![vec![module.clone()]];
    let mut seen = BTreeSet::new();
    // The shortest first.
    while !ways.is_empty() {
        let mut longer = Vec::new();
        for way in ways {
            for next in &imports[way.last().unwrap()] {
                let way = [&way[..], std::slice::from_ref(next)].concat();
                if next == module {
                    return Some(way);
                }
                if seen.insert(next.clone()) {
                    longer.push(way);
                }
            }
        }
        ways = longer;
    }
    None
}

fn written(name: &Name) -> String {
    format!("crate::{}", name.join("::"))
}

#[test]
fn layers_import_one_way() {
    let rank = |name: &Name| {
        let rank = LAYERS.iter().position(|layer| *layer == name[0]);
        rank.unwrap_or_else(|| panic!("{} is no layer", name[0]))
    };
    let mut wrong = Vec::new();
    for (module, imported) in imports(&crate_of(LIBRARY)) {
        if module.is_empty() {
            continue;
        }
        for other in imported {
            if other.is_empty() || rank(&other) > rank(&module) {
                wrong.push(format!("{} imports {}", written(&module), written(&other)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_modules_import_each_other_in_a_circle() {
    let mut circles = BTreeSet::new();
    for root in [LIBRARY, PRETRAIN] {
        let imports = imports(&crate_of(root));
        for module in imports.keys() {
            if let Some(mut way) = circle(&imports, module) {
                // The same circle from wherever it is seen.
                way.pop();
                let first = way.iter().enumerate().min_by_key(|(_, name)| *name);
                let first = first.map_or(0, |(index, _)| index);
                way.rotate_left(first);
                let way: Vec<String> = way.iter().map(written).collect();
                circles.insert(format!("{} → {}", way.join(" → "), way[0]));
            }
        }
    }
    let circles: Vec<String> = circles.into_iter().collect();
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

#[test]
fn one_learner_serves_all_families() {
    let modules = crate_of(LIBRARY);
    let learners: Vec<_> = modules
        .values()
        .flat_map(|source| source.traits.iter().map(|name| (name, &source.file)))
        .filter(|(name, _)| *name == "Learner")
        .collect();
    assert_eq!(learners.len(), 1, "{learners:?}");
}

#[test]
fn files_have_a_readable_length() {
    let mut lengths = Vec::new();
    for root in [LIBRARY, PRETRAIN] {
        let modules = crate_of(root);
        lengths.extend(
            modules
                .into_values()
                .map(|source| (source.lines, source.file)),
        );
    }
    lengths.sort_unstable();
    let long: Vec<_> = lengths
        .iter()
        .filter(|(lines, _)| *lines > LONGEST)
        .collect();
    assert!(long.is_empty(), "{long:?}");
    let (median, _) = &lengths[lengths.len() / 2];
    assert!(
        *median <= MEDIAN,
        "half of the files are longer than {median} lines"
    );
}

#[test]
fn random_numbers_are_drawn_in_one_place() {
    let generators = ["rand", "rand_core", "rand_distr", "rand_xoshiro"];
    for root in [LIBRARY, PRETRAIN] {
        for source in crate_of(root).into_values() {
            let draws = |path: &Name| path[0] == "::" && generators.contains(&path[1].as_str());
            let found = source.named.iter().any(draws);
            assert_eq!(
                found,
                source.file.ends_with("src/random.rs"),
                "{:?}",
                source.file
            );
        }
    }
}
