//! The modules `pwd` and `grp`: users and groups, as the files `/etc/passwd` and `/etc/group` name them.
use crate::native::named_tuple::{self, NAMED_TUPLE};
use crate::native::{NativeClass, NativeModule};
use crate::native_functions;
use crate::object::value::Value;
use crate::raise;
use crate::vm::{Outcome, Vm};

/// `pwd`.
pub static USERS: NativeModule = NativeModule {
    name: "pwd",
    doc: "The users of the system.",
    functions: &[USER_FUNCTIONS],
    classes: &[],
    init: None,
};

/// `grp`.
pub static GROUPS: NativeModule = NativeModule {
    name: "grp",
    doc: "The groups of the system.",
    functions: &[GROUP_FUNCTIONS],
    classes: &[],
    init: None,
};

/// The rows of a file of fields with colons between.
fn rows(path: &str, fields: usize) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let split = |line: &str| line.split(':').map(str::to_string).collect::<Vec<_>>();
    text.lines()
        .map(split)
        .filter(|row| row.len() == fields)
        .collect()
}

/// The row with this number or name.
fn find(rows: Vec<Vec<String>>, column: usize, wanted: &str) -> Option<Vec<String>> {
    rows.into_iter().find(|row| row[column] == wanted)
}

static USER: NativeClass = NativeClass {
    name: "pwd.struct_passwd",
    fields: &[
        "pw_name",
        "pw_passwd",
        "pw_uid",
        "pw_gid",
        "pw_gecos",
        "pw_dir",
        "pw_shell",
    ],
    ..NAMED_TUPLE
};

static GROUP: NativeClass = NativeClass {
    name: "grp.struct_group",
    fields: &["gr_name", "gr_passwd", "gr_gid", "gr_mem"],
    ..NAMED_TUPLE
};

fn user(vm: &mut Vm, row: Vec<String>) -> Outcome<Value> {
    let values = row.iter().enumerate().map(|(at, field)| match at {
        2 | 3 => Value::int(field.parse().unwrap_or(-1)),
        _ => vm.new_str(field),
    });
    let values = values.collect();
    named_tuple::make(vm, &USER, values)
}

fn group(vm: &mut Vm, row: Vec<String>) -> Outcome<Value> {
    let members = row[3]
        .split(',')
        .filter(|name| !name.is_empty())
        .map(|name| vm.new_str(name))
        .collect();
    let number = Value::int(row[2].parse().unwrap_or(-1));
    let values = vec![
        vm.new_str(&row[0]),
        vm.new_str(&row[1]),
        number,
        vm.new_list(members),
    ];
    named_tuple::make(vm, &GROUP, values)
}

native_functions! { static USER_FUNCTIONS;
    /// The user with this number.
    "getpwuid(uid, /)" fn getpwuid(vm, uid: i64) -> Value {
        match find(rows("/etc/passwd", 7), 2, &uid.to_string()) {
            Some(row) => user(vm, row),
            None => raise!(vm, KeyError, "getpwuid(): uid not found: {uid}"),
        }
    }
    /// The user with this name.
    "getpwnam(name, /)" fn getpwnam(vm, name: &str) -> Value {
        match find(rows("/etc/passwd", 7), 0, name) {
            Some(row) => user(vm, row),
            None => raise!(vm, KeyError, "getpwnam(): name not found: {}", crate::text::repr::repr_str(name)),
        }
    }
    /// All users.
    "getpwall()" fn getpwall(vm) -> Value {
        let mut users = Vec::new();
        for row in rows("/etc/passwd", 7) {
            users.push(user(vm, row)?);
        }
        Ok(vm.new_list(users))
    }
}

native_functions! { static GROUP_FUNCTIONS;
    /// The group with this number.
    "getgrgid(id)" fn getgrgid(vm, id: i64) -> Value {
        match find(rows("/etc/group", 4), 2, &id.to_string()) {
            Some(row) => group(vm, row),
            None => raise!(vm, KeyError, "getgrgid(): gid not found: {id}"),
        }
    }
    /// The group with this name.
    "getgrnam(name)" fn getgrnam(vm, name: &str) -> Value {
        match find(rows("/etc/group", 4), 0, name) {
            Some(row) => group(vm, row),
            None => raise!(vm, KeyError, "getgrnam(): name not found: {}", crate::text::repr::repr_str(name)),
        }
    }
    /// All groups.
    "getgrall()" fn getgrall(vm) -> Value {
        let mut groups = Vec::new();
        for row in rows("/etc/group", 4) {
            groups.push(group(vm, row)?);
        }
        Ok(vm.new_list(groups))
    }
}
