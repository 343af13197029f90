//! Names: where a name lives and the instructions that load, store and delete it.
//!
//! In: names of the tree, not yet mangled. Called by the expression and statement compilers.

use super::emit::{Operand, Unit};
use super::scope::{Kind, mangle, mark};
use crate::code::{Const, Op};
use crate::syntax::ast::{Expr, ExprKind, Name};
use crate::syntax::span::Span;

/// Where a name lives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Access {
    /// A register.
    Local(u8),
    /// A cell in a register.
    Cell(u8),
    /// The namespace of a class body, then this cell.
    ClassCell(u8),
    /// The dict of the locals that have no register.
    Spilled,
    /// A cell in that dict.
    SpilledCell,
    /// The module's globals, then the built-ins.
    Global,
    /// The frame's namespace, then globals, then built-ins.
    Namespace,
}

impl Unit<'_> {
    pub fn mangled(&self, name: &Name) -> Name {
        mangle(self.scope_data().private.as_ref(), name)
    }

    /// Where a mangled name lives, seen from the innermost active comprehension.
    pub fn access(&self, name: &Name) -> Access {
        for (at, active) in self.active.iter().enumerate().rev() {
            let scope = &self.context.scopes.all[active.scope];
            let marks = scope.marks(name);
            if at > 0 {
                if let Some(&register) = active.registers.get(name) {
                    return if marks & mark::CELL != 0 {
                        Access::Cell(register)
                    } else {
                        Access::Local(register)
                    };
                }
                continue;
            }
            if scope.kind == Kind::Module {
                let global = marks & mark::GLOBAL != 0 || !self.context.options.namespace;
                return if global {
                    Access::Global
                } else {
                    Access::Namespace
                };
            }
            // What a class body declares does not count in its comprehensions.
            let inside_comprehension = self.active.len() > 1;
            if marks & mark::GLOBAL != 0 && !(scope.kind == Kind::Class && inside_comprehension) {
                return Access::Global;
            }
            if scope.kind == Kind::Class && !inside_comprehension {
                if scope.binds(name) {
                    return Access::Namespace;
                }
                return match self.registers.get(name) {
                    Some(&register) if scope.free.contains(name) => Access::ClassCell(register),
                    _ => Access::Namespace,
                };
            }
            return match self.registers.get(name) {
                None => match self.spilled.get(name) {
                    Some(true) => Access::SpilledCell,
                    Some(false) => Access::Spilled,
                    None => Access::Global,
                },
                Some(&register) if self.cells.contains(register) || scope.free.contains(name) => {
                    Access::Cell(register)
                }
                Some(&register) => Access::Local(register),
            };
        }
        Access::Global
    }

    /// The register of a name if it is a plain local.
    pub fn local(&self, name: &Name) -> Option<u8> {
        match self.access(&self.mangled(name)) {
            Access::Local(register) => Some(register),
            _ => None,
        }
    }

    /// Raises UnboundLocalError here if the local may be unbound.
    pub fn check_local(&mut self, register: u8, mangled: &Name, span: Span) {
        if !self.bound.contains(register) {
            let index = self.name_index(mangled);
            self.emit(Op::CheckLocal, register, 0, 0, index, span);
            self.bound.insert(register);
        }
    }

    /// `destination` = the value of a name.
    pub fn load_name(&mut self, name: &Name, destination: u8, span: Span) {
        if &**name == "__debug__" {
            let debug = self.context.options.optimize == 0;
            self.load_const(destination, Const::Bool(debug), span);
            return;
        }
        let name = self.mangled(name);
        match self.access(&name) {
            Access::Local(register) => {
                self.check_local(register, &name, span);
                if register != destination {
                    self.emit(Op::Move, destination, register, 0, 0, span);
                }
            }
            Access::Cell(register) => {
                let index = self.name_index(&name);
                self.emit(Op::LoadDeref, destination, register, 0, index, span);
            }
            Access::Spilled => self.load_spilled(&name, destination, span),
            Access::SpilledCell => {
                let cell = self.alloc(span);
                self.load_spilled(&name, cell, span);
                let index = self.name_index(&name);
                self.emit(Op::LoadDeref, destination, cell, 0, index, span);
                self.emit(Op::Clear, cell, 0, 0, 0, span);
                self.depth -= 1;
            }
            Access::ClassCell(register) => {
                let index = self.name_index(&name);
                self.emit(Op::LoadClassDeref, destination, register, 0, index, span);
            }
            Access::Global => {
                let cache = self.cache(&name);
                self.emit(Op::LoadGlobal, destination, 0, 0, cache, span);
            }
            Access::Namespace => {
                let index = self.name_index(&name);
                self.emit(Op::LoadName, destination, 0, 0, index, span);
            }
        }
    }

    /// `destination` = a local that has no register (or its cell).
    pub fn load_spilled(&mut self, mangled: &Name, destination: u8, span: Span) {
        let index = self.name_index(mangled);
        self.emit(Op::LoadSpilled, destination, self.spill, 0, index, span);
    }

    /// A name = the operand, which is consumed if owned.
    pub fn store_name(&mut self, name: &Name, value: Operand, span: Span) {
        let name = self.mangled(name);
        let moves = value.owned as u8;
        match self.access(&name) {
            Access::Local(register) => {
                if register != value.register {
                    let op = if value.owned { Op::Take } else { Op::Move };
                    self.emit(op, register, value.register, 0, 0, span);
                }
                self.bound.insert(register);
            }
            Access::Cell(register) | Access::ClassCell(register) => {
                self.emit(Op::StoreDeref, value.register, register, moves, 0, span);
            }
            Access::Spilled => {
                let index = self.name_index(&name);
                let (register, spill) = (value.register, self.spill);
                self.emit(Op::StoreSpilled, register, spill, moves, index, span);
            }
            Access::SpilledCell => {
                let cell = self.alloc(span);
                self.load_spilled(&name, cell, span);
                self.emit(Op::StoreDeref, value.register, cell, moves, 0, span);
                self.emit(Op::Clear, cell, 0, 0, 0, span);
                self.depth -= 1;
            }
            Access::Global => {
                let cache = self.cache(&name);
                self.emit(Op::StoreGlobal, value.register, 0, moves, cache, span);
            }
            Access::Namespace => {
                let index = self.name_index(&name);
                self.emit(Op::StoreName, value.register, 0, moves, index, span);
            }
        }
    }

    /// `del name`.
    pub fn delete_name(&mut self, name: &Name, span: Span) {
        let name = self.mangled(name);
        match self.access(&name) {
            Access::Local(register) => {
                self.check_local(register, &name, span);
                self.emit(Op::Clear, register, 0, 0, 0, span);
                self.bound.remove(register);
            }
            Access::Cell(register) | Access::ClassCell(register) => {
                let index = self.name_index(&name);
                self.emit(Op::DeleteDeref, 0, register, 0, index, span);
            }
            Access::Spilled => {
                let index = self.name_index(&name);
                self.emit(Op::DeleteSpilled, 0, self.spill, 0, index, span);
            }
            Access::SpilledCell => {
                let cell = self.alloc(span);
                self.load_spilled(&name, cell, span);
                let index = self.name_index(&name);
                self.emit(Op::DeleteDeref, 0, cell, 0, index, span);
                self.emit(Op::Clear, cell, 0, 0, 0, span);
                self.depth -= 1;
            }
            Access::Global => {
                let index = self.name_index(&name);
                self.emit(Op::DeleteGlobal, 0, 0, 0, index, span);
            }
            Access::Namespace => {
                let index = self.name_index(&name);
                self.emit(Op::DeleteName, 0, 0, 0, index, span);
            }
        }
    }

    /// Makes a name unbound whether or not it is bound: the end of an `except … as name` clause.
    pub fn forget_name(&mut self, name: &Name, span: Span) {
        let mangled = self.mangled(name);
        if let Access::Local(register) = self.access(&mangled) {
            self.emit(Op::Clear, register, 0, 0, 0, span);
            self.bound.remove(register);
            return;
        }
        let register = self.alloc(span);
        self.load_none(register, span);
        self.store_name(
            name,
            Operand {
                register,
                owned: true,
            },
            span,
        );
        self.depth -= 1;
        self.delete_name(name, span);
    }

    /// True if evaluating one of `later` may bind `name` (by `:=`), so that a borrowed register would change.
    pub fn rebinds(&self, name: &Name, later: &[&Expr]) -> bool {
        let mangled = self.mangled(name);
        let walrus = self
            .active
            .iter()
            .any(|a| self.context.scopes.all[a.scope].marks(&mangled) & mark::WALRUS != 0);
        walrus && later.iter().any(|e| has_walrus(e))
    }
}

/// True if there is a `:=` in the expression (nested functions left out).
fn has_walrus(e: &Expr) -> bool {
    match &e.kind {
        ExprKind::NamedExpr(_) => true,
        ExprKind::Constant(_) | ExprKind::Name(_) | ExprKind::Lambda(_) => false,
        ExprKind::Attribute(a) => has_walrus(&a.value),
        ExprKind::UnaryOp { operand, .. } => has_walrus(operand),
        ExprKind::Subscript(s) => has_walrus(&s.value) || has_walrus(&s.index),
        ExprKind::BinOp(chain) => {
            has_walrus(&chain.first) || chain.rest.iter().any(|tail| has_walrus(&tail.right))
        }
        // The rest is rare beside a walrus on a local: assume the worst.
        _ => true,
    }
}
