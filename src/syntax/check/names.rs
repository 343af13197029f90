//! Rules about names: `global` and `nonlocal`, duplicate parameters, the targets of `:=`, `__debug__`.
//!
//! In: names in the order of the text. Out: what happened to each in each scope, and faults.

use std::collections::HashMap;

use super::super::Span;
use super::super::ast::*;
use super::Check;

type NameMap = HashMap<Name, Usage, rustc_hash::FxBuildHasher>;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ScopeKind {
    Module,
    Class,
    Function {
        is_async: bool,
    },
    Lambda,
    /// With what it is called in messages.
    Comprehension {
        what: &'static str,
        is_lazy: bool,
    },
}

/// What happened to a name in a scope so far.
#[derive(Clone, Copy, Default)]
pub(super) struct Usage {
    pub(super) param: bool,
    pub(super) assigned: bool,
    pub(super) used: bool,
    pub(super) annotated: bool,
    pub(super) global: bool,
    pub(super) nonlocal: bool,
    /// The first `global` or `nonlocal` that names it.
    pub(super) declared: Option<Span>,
    /// The target of a comprehension's `for`.
    pub(super) iteration: bool,
}

pub(super) struct Scope {
    pub(super) kind: ScopeKind,
    pub(super) names: NameMap,
    /// An asynchronous comprehension.
    pub(super) is_async: bool,
    /// In the part of a comprehension where `:=` is forbidden.
    pub(super) in_iterable: bool,
    pub(super) yields: bool,
    pub(super) returns_value: Option<Span>,
}

impl Scope {
    pub(super) fn new(kind: ScopeKind) -> Self {
        let names = NameMap::default();
        Scope {
            kind,
            names,
            is_async: false,
            in_iterable: false,
            yields: false,
            returns_value: None,
        }
    }

    pub(super) fn usage(&mut self, name: &Name) -> &mut Usage {
        self.names.entry(name.clone()).or_default()
    }
}

impl Check<'_> {
    /// What happened to a name in the innermost scope.
    pub(super) fn usage(&mut self, name: &Name) -> &mut Usage {
        self.scope().usage(name)
    }

    pub(super) fn bind(&mut self, name: &Name, span: Span) {
        if &**name == "__debug__" {
            self.fault("cannot assign to __debug__", span);
        }
        self.usage(name).assigned = true;
    }

    pub(super) fn delete_name(&mut self, name: &Name, span: Span) {
        if &**name == "__debug__" {
            self.fault("cannot delete __debug__", span);
        }
        self.usage(name).assigned = true;
    }

    pub(super) fn declare(&mut self, names: &[Name], is_global: bool, span: Span) {
        let what = if is_global { "global" } else { "nonlocal" };
        if !is_global && self.kind() == ScopeKind::Module {
            return self.name_fault("nonlocal declaration not allowed at module level", span);
        }
        for name in names {
            let usage = *self.usage(name);
            let message = if usage.param {
                format!("name '{name}' is parameter and {what}")
            } else if usage.used {
                format!("name '{name}' is used prior to {what} declaration")
            } else if usage.annotated {
                format!("annotated name '{name}' can't be {what}")
            } else if usage.assigned {
                format!("name '{name}' is assigned to before {what} declaration")
            } else if if is_global {
                usage.nonlocal
            } else {
                usage.global
            } {
                let first = usage.declared.unwrap_or(span);
                self.name_fault(format!("name '{name}' is nonlocal and global"), first);
                continue;
            } else {
                let usage = self.usage(name);
                usage.global |= is_global;
                usage.nonlocal |= !is_global;
                usage.declared.get_or_insert(span);
                continue;
            };
            self.name_fault(message, span);
        }
    }

    pub(super) fn walrus(&mut self, node: &NamedExpr, span: Span) {
        let name = &node.target.name;
        let mut index = self.scopes.len() - 1;
        while let ScopeKind::Comprehension { .. } = self.scopes[index].kind {
            if self.scopes[index].in_iterable {
                let message =
                    "assignment expression cannot be used in a comprehension iterable expression";
                return self.name_fault(message, span);
            }
            if self.scopes[index]
                .names
                .get(name)
                .is_some_and(|usage| usage.iteration)
            {
                let message = format!(
                    "assignment expression cannot rebind comprehension iteration variable '{name}'"
                );
                return self.name_fault(message, node.target.span);
            }
            index -= 1;
            if self.scopes[index].kind == ScopeKind::Class {
                let message =
                    "assignment expression within a comprehension cannot be used in a class body";
                return self.name_fault(message, node.target.span);
            }
        }
        if &**name == "__debug__" {
            self.fault("cannot assign to __debug__", node.target.span);
        }
        self.scopes[index]
            .names
            .entry(name.clone())
            .or_default()
            .assigned = true;
    }

    pub(super) fn params(&mut self, params: &Parameters) {
        let all = params
            .posonly
            .iter()
            .chain(&params.args)
            .chain(&params.kwonly);
        for param in all
            .chain(params.vararg.as_deref())
            .chain(params.kwarg.as_deref())
        {
            let (name, span) = (&param.name, param.span);
            if &**name == "__debug__" {
                self.fault("cannot assign to __debug__", span);
            }
            if std::mem::replace(&mut self.usage(name).param, true) {
                self.name_fault(
                    format!("duplicate argument '{name}' in function definition"),
                    span,
                );
            }
        }
    }
}
