//! The safe point: the one cold path where everything that is not an instruction happens: offers of the lock, signals,
//! exceptions sent to a thread, finalizers, collections.

use crate::code::Op;
use crate::gil::lock::{SCHEDULED_BIT, WAITERS_BIT};
use crate::gil::policy::SwitchPoints;
use crate::native::special::SpecialMethod;
use crate::object::builtin::Exc;
use crate::object::heap::{FLAG_FINALIZED, Layout};
use crate::object::value::Value;
use crate::object::weak::WeakRefObject;
use crate::vm::{Outcome, Vm};
use std::sync::atomic::Ordering;

/// Steps of a native loop between two looks around.
pub(crate) const NATIVE_STEPS: u32 = 256;
/// Rounds of finalizers at one safe point.
const MOST_ROUNDS: usize = 1 << 20;

impl Vm {
    /// Does what is due. Called by the driver loop when the countdown is at zero or the heap is urgent.
    pub(crate) fn safe_point(&mut self) -> Outcome<()> {
        if self.heap().urgent() {
            self.run_finalizers();
        }
        let bits = self.interp().lock.breaker().load(Ordering::Relaxed);
        // Most offers come while somebody waits whose time is not near, and are let pass here.
        let passed = bits == WAITERS_BIT && self.ticks <= 0 && self.interp().lock.pass_offer();
        if bits != 0 && !passed {
            self.serve_breaker(bits)?;
        }
        if self.ticks <= 0 {
            self.ticks = self.interp().lock.reload(&self.slot) as i32;
        }
        self.check_memory()
    }

    /// MemoryError if it is time for one. For native loops that make many objects, each time round.
    #[inline(always)]
    pub fn check_memory(&self) -> Outcome<()> {
        if crate::memory::is_troubled() && crate::memory::is_serious() {
            return Err(self.memory_error());
        }
        Ok(())
    }

    /// Counts one time round of a native loop that may have no end: once in a while signals and exceptions sent to the thread
    /// are served. Other threads do not run: what native code does with items that native code gives is one step for them.
    #[inline(always)]
    pub fn count_native_step(&mut self) -> Outcome<()> {
        self.native_steps -= 1;
        if self.native_steps == 0 {
            return self.look_around();
        }
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn look_around(&mut self) -> Outcome<()> {
        self.native_steps = NATIVE_STEPS;
        let bits = self.interp().lock.breaker().load(Ordering::Relaxed);
        if bits & !(WAITERS_BIT | SCHEDULED_BIT) != 0 {
            self.serve_requests()?;
        }
        self.check_memory()
    }

    /// Offers the lock if it is time, and serves signals and sent exceptions. While threads wait for the lock it runs every
    /// hundred instructions, so it takes no lock and counts no references.
    fn serve_breaker(&mut self, mut bits: u32) -> Outcome<()> {
        if self.ticks <= 0 {
            self.show_frames();
            let interp = self.interp();
            if bits & SCHEDULED_BIT != 0 {
                self.poll_seeded();
                // A timer's signal may have come with the instructions that were booked.
                bits = self.interp().lock.breaker().load(Ordering::Relaxed);
            } else if interp.config.policy.switch_points() == SwitchPoints::CallsAndLoops
                && !self.at_call_or_loop()
            {
                // The policy waits for such a place: the next instruction looks again.
                self.ticks = 1;
            } else {
                let switched = interp.lock.offer(&self.slot);
                if switched && self.is_recording() {
                    self.note_place();
                }
            }
        }
        if bits & !(WAITERS_BIT | SCHEDULED_BIT) == 0 {
            return Ok(());
        }
        self.serve_requests()
    }

    /// True if the next instruction is the first of a function, follows a call, or closes a round of a loop.
    fn at_call_or_loop(&self) -> bool {
        let Some(frame) = self.frames.last() else {
            return true;
        };
        let first = frame.code().instructions.as_ptr() as usize;
        let number = (self.pc as usize - first) / size_of::<crate::code::Ins>();
        let instructions = &frame.code().code.instructions;
        let next = instructions.get(number);
        let before = number.checked_sub(1).and_then(|at| instructions.get(at));
        before.is_none_or(|ins| Op::from_u8(ins.op).is_some_and(Op::is_call))
            || next.is_none_or(|ins| ins.op == Op::JumpBack as u8)
    }

    /// Runs queued finalizers and weak-reference callbacks, and collects cycles if that is due.
    pub(crate) fn run_finalizers(&mut self) {
        let saved = self.take_pending();
        let mut collect = false;
        // A finalizer may release the next link of a chain. What a chain without end leaves waits for the next safe point,
        // where signals are served.
        for _ in 0..MOST_ROUNDS {
            let (finalizers, due) = self.heap().take_urgent(self);
            collect |= due;
            if finalizers.is_empty() {
                break;
            }
            for value in finalizers {
                self.finalize(value);
            }
        }
        if collect {
            if self.state().collecting.get() {
                crate::object::cycle::collect(self);
            } else {
                self.heap().restart_collection_count(usize::MAX);
            }
        }
        if let Some(saved) = saved {
            self.set_pending(saved);
        }
    }

    /// Runs the finalizer of a dying object or the callback of a dead weak reference.
    pub(crate) fn finalize(&mut self, value: Value) {
        if let Some(reference) = value.to_ref::<WeakRefObject>()
            && reference.target.get() == 0
            && !reference.callback.get(self).is_none()
        {
            let callback = reference.callback.replace(self.gil(), Value::NONE);
            if self.call(&callback, std::slice::from_ref(&value)).is_err() {
                self.report_unraisable("Exception ignored in: ", Some(&callback));
            }
            return;
        }
        if value.layout() == Some(Layout::Generator) {
            self.finalize_generator(&value);
            return;
        }
        let Some(header) = value.header() else { return };
        if header.flag(FLAG_FINALIZED) {
            return;
        }
        header.set_flag(FLAG_FINALIZED, true);
        let Some(method) = self.find_special(&value, SpecialMethod::Del) else {
            return;
        };
        if self.call_found(&method, &value, &[]).is_err() {
            self.report_unraisable("Exception ignored in: ", Some(&method));
        }
    }

    /// Takes the pending exception for one that nobody can catch, and gives it to `sys.unraisablehook`. `message` ends with a colon
    /// and a blank.
    pub fn report_unraisable(&mut self, message: &str, object: Option<&Value>) {
        let Some(exception) = self.take_pending() else {
            return;
        };
        let sys = self.sys();
        let hook = self.dict_get_str(&sys, "unraisablehook");
        let own = self.dict_get_str(&sys, "__unraisablehook__");
        match (hook, own) {
            (Some(hook), Some(own)) if !hook.is(&own) => {
                if self
                    .call_unraisable_hook(&hook, &exception, message, object)
                    .is_err()
                {
                    let raised = self.take_pending().unwrap_or(Value::NONE);
                    self.print_unraisable(
                        &raised,
                        "Exception ignored in sys.unraisablehook: ",
                        Some(&hook),
                    );
                }
            }
            _ => self.print_unraisable(&exception, message, object),
        }
    }

    /// As [`Vm::report_unraisable`] for a call of `function`: the message names it.
    pub fn report_unraisable_call(&mut self, message: &str, function: &Value) {
        let Some(exception) = self.take_pending() else {
            return;
        };
        let function = self.safe_text(function, "object", true);
        self.set_pending(exception);
        self.report_unraisable(&format!("{message} {function}: "), None);
    }

    fn call_unraisable_hook(
        &mut self,
        hook: &Value,
        exception: &Value,
        message: &str,
        object: Option<&Value>,
    ) -> Outcome<()> {
        let text = message.trim_end_matches([':', ' ']);
        let message = match text {
            "Exception ignored in" => Value::NONE,
            text => self.new_str(text),
        };
        let class = self.class_of(exception).to_value();
        let traceback = self.get_attribute_str(exception, "__traceback__")?;
        let types = self.import_module("types")?;
        let maker = self.get_attribute_str(&types, "SimpleNamespace")?;
        let unraisable = self.call_keywords(
            &maker,
            &[],
            &[
                ("exc_type", class),
                ("exc_value", exception.clone()),
                ("exc_traceback", traceback),
                ("err_msg", message),
                ("object", object.cloned().unwrap_or(Value::NONE)),
            ],
        )?;
        self.call(hook, &[unraisable]).map(drop)
    }

    /// Serves signals and exceptions sent to this thread.
    fn serve_requests(&mut self) -> Outcome<()> {
        crate::native::signals::serve(self)?;
        match self.take_sent_exception() {
            Some(exception) => Err(self.raise_sent(exception)),
            None => Ok(()),
        }
    }

    fn raise_sent(&mut self, exception: Value) -> crate::vm::Raised {
        if self.is_exception_class(&exception) {
            return match self.call(&exception, &[]) {
                Ok(instance) => self.raise_value(instance),
                Err(raised) => raised,
            };
        }
        if exception.layout() == Some(Layout::Exception) {
            return self.raise_value(exception);
        }
        self.raise(Exc::TypeError, "exceptions must derive from BaseException")
    }
}
