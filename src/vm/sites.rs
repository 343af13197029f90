//! What an instruction that reads, writes or calls an attribute may remember about the objects it sees.
//!
//! Enters: an object and an interned name. Leaves: a [`Site`], which says where the attribute is found for every object of
//! the same kind word, or nothing if that cannot be said. The handlers of `eval::attributes` keep the newest site in the
//! instruction's own cache and all of them in a table of the interpreter, for instructions that see many kinds.
#![allow(unsafe_code)] // The payload of a code object is changed in place, under the lock.

use crate::code::{Ins, Op};
use crate::native::special::SpecialMethod;
use crate::object::builtin::Builtin;
use crate::object::class::{ClassObject, flags};
use crate::object::function::{
    Access, Cache, CodeObject, FunctionObject, GetSetObject, MethodWrapperObject, PropertyObject,
};
use crate::object::heap::{Header, KIND_ATTRIBUTES, Layout, Ref};
use crate::object::instance::{FIRST_SLOT, InstanceObject};
use crate::object::kind;
use crate::object::module::ModuleObject;
use crate::object::value::{Raw, Value, tag};
use crate::vm::Vm;

/// Where an attribute is found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub(crate) enum Form {
    /// In the instance's slot at the byte offset `detail`.
    Slot,
    /// On the class, as the value at the address `pointer`, while the version of all classes is `detail`.
    Value,
    /// On the class, as the function at `pointer`, which takes the object first, while the version is `detail`.
    Method,
    /// On the class, as the function at `pointer`, which takes the object's class first, while the version is `detail`.
    ClassMethod,
    /// On the class, as a property whose getter is the function at `pointer`, while the version is `detail`.
    Property,
    /// On the class, as a property whose setter is the function at `pointer`, while the version is `detail`.
    Setter,
    /// On the class, as a computed attribute of a native type, defined at `pointer`, while the version is `detail`.
    Native,
    /// On the class, as the native data descriptor at `pointer`, while the version is `detail`.
    Descriptor,
    /// In the instance's dict, as the entry with the number `detail`; the name there must be compared.
    InDict,
    /// As `Method`, for objects that may have an attribute of that name themselves.
    Hidden,
    /// Written for the first time: at the byte offset `detail`, and then the object's kind word is `pointer`.
    Add,
}

/// What an instruction remembers of a kind of objects.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site {
    /// Where the attribute is found.
    pub form: Form,
    /// See [`Form`].
    pub detail: u32,
    /// See [`Form`].
    pub pointer: usize,
}

/// What is done with the attribute; the lines of the table are told apart by it, in the low bits of the name's address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u64)]
pub(crate) enum Use {
    /// Read.
    Get = 0,
    /// Written.
    Set = 1,
    /// Called.
    Call = 2,
    /// Called through `super()`.
    Super = 3,
}

/// One line of the table of sites.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct Line {
    /// Address of the interned name, with the use in the low bits.
    pub name: u64,
    /// Kind word of the object.
    pub kind: u32,
    /// See [`Form`].
    pub detail: u32,
    /// See [`Form`].
    pub pointer: usize,
    /// A [`Form`] as a number; of a use of `super()`, which always finds a method, the address of the class that says it.
    pub form: u64,
}

impl Line {
    /// A line that matches nothing, for no name is at address 0; all its bits are zero.
    pub const EMPTY: Line = Line {
        name: 0,
        kind: 0,
        detail: 0,
        pointer: 0,
        form: 0,
    };
    /// Where the attribute is found.
    #[inline(always)]
    pub fn form(&self) -> Form {
        debug_assert!(self.form <= Form::Add as u64);
        // SAFETY: lines of uses that have a form are written by `note_site` alone.
        unsafe { std::mem::transmute::<u32, Form>(self.form as u32) }
    }
}

/// Number of lines, as a power of two.
pub(crate) const LINE_BITS: u32 = 10;

/// The number of the line for a kind of objects and a name with its use.
#[inline(always)]
pub(crate) fn line_number(kind: u32, name: u64) -> usize {
    ((name ^ (kind as u64) << 20).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - LINE_BITS)) as usize
}

/// The kind word of a value: that of its header, or a word by its tag that no header has.
#[inline(always)]
pub(crate) unsafe fn kind_word(raw: Raw) -> u32 {
    // SAFETY: the caller has a live value.
    if raw.tag == tag::OBJECT {
        unsafe { (*(raw.bits as *const Header)).kind() }
    } else {
        0xff00_0000 | raw.tag as u32
    }
}

fn slot(slot: usize) -> Site {
    Site {
        form: Form::Slot,
        detail: (FIRST_SLOT + slot * size_of::<Raw>()) as u32,
        pointer: 0,
    }
}

fn in_dict(number: usize) -> Site {
    Site {
        form: Form::InDict,
        detail: number as u32,
        pointer: 0,
    }
}

impl Vm {
    /// Turns every instruction that reads or writes a slot by its cache back into the general one: a class has got or lost a
    /// data descriptor or a hook that such caches do not look for. Rare, and walks the heap.
    #[cold]
    pub(crate) fn forget_slot_caches(&mut self) {
        self.forget_sites();
        let heap = self.heap();
        heap.each(self, &mut |header| {
            if header.layout() as u8 != Layout::Code as u8 {
                return;
            }
            // SAFETY: the layout says that this is a code object; under the lock no handler holds a borrow of an instruction
            // or a cache.
            unsafe {
                let code = &*(header as *const Header).cast::<CodeObject>();
                for place in &code.instructions {
                    let ins = &mut *place.get();
                    ins.op = match Op::from_u8(ins.op) {
                        Some(Op::GetAttrSlot | Op::GetAttrSlots | Op::GetAttrClass) => {
                            Op::GetAttr as u8
                        }
                        Some(Op::SetAttrSlot | Op::SetAttrSlots | Op::SetAttrAdd) => {
                            Op::SetAttr as u8
                        }
                        _ => continue,
                    };
                    (*code.pool.cache(ins.d)).clear();
                }
            }
        });
    }

    /// Where objects of this value's kind have the attribute `name` for reading or calling.
    pub(crate) fn site_of(&mut self, value: &Value, name: &Value, what: Use) -> Option<Site> {
        let class = self.class_of(value).clone();
        if class.has(flags::GETATTRIBUTE) || class.slots().get_attribute.is_some() {
            return None;
        }
        let found = self.lookup(&class, name);
        if let Some(found) = &found
            && self.is_data_descriptor(found)
        {
            return self.site_of_descriptor(&class, found, what);
        }
        let Some(header) = value.header() else {
            return self.site_on_class(&class, &found?, name, what);
        };
        // An object on the class that may yet become a data descriptor would hide what the instance has.
        let safe = found
            .as_ref()
            .is_none_or(|found| !class.has(flags::LANGUAGE) || is_plain(found));
        let mut has_more = header.kind() & KIND_ATTRIBUTES != 0 && class.has(flags::HAS_DICT);
        if let Some(instance) = value.downcast::<InstanceObject>() {
            let shape = self.shape(header.shape());
            if shape.in_dict {
                if let Some(number) = self.number_in_dict(instance, name) {
                    return safe.then_some(in_dict(number));
                }
                has_more = true;
            } else if let Some(number) = shape.slot_of(name)
                && number >= class.member_count.get() as usize
            {
                return (safe && number < shape.inline_slots as usize).then(|| slot(number));
            }
        } else if matches!(
            header.layout(),
            Layout::Module | Layout::Class | Layout::Function
        ) {
            return None;
        }
        let mut site = self.site_on_class(&class, &found?, name, what)?;
        if has_more {
            // The kind does not tell which attributes these have of their own.
            if site.form != Form::Method || what != Use::Call {
                return None;
            }
            site.form = Form::Hidden;
        }
        Some(site)
    }

    /// The number of an entry in the dict of an instance.
    fn number_in_dict(&self, instance: &InstanceObject, name: &Value) -> Option<usize> {
        let dict = instance.dict(self)?;
        let entries = dict.map.get(self).entries();
        let number = entries.iter().position(|entry| entry.key.is(name))?;
        u32::try_from(number).ok().map(|_| number)
    }

    /// A data descriptor found on the class: a member of `__slots__`, or a property that is read.
    fn site_of_descriptor(
        &mut self,
        class: &Ref<ClassObject>,
        found: &Value,
        what: Use,
    ) -> Option<Site> {
        if let Some(member) = found.downcast::<GetSetObject>() {
            return match member.access {
                Access::Slot(number)
                    if class.layout == Layout::Instance && number < class.member_count.get() =>
                {
                    Some(slot(number as usize))
                }
                Access::Native(definition) if what == Use::Get && !class.has(flags::GETATTR) => {
                    Some(Site {
                        form: Form::Native,
                        detail: self.class_version(),
                        pointer: std::ptr::from_ref(definition) as usize,
                    })
                }
                _ => None,
            };
        }
        if found.layout() == Some(Layout::Native) {
            let fits = what == Use::Get
                && !class.has(flags::GETATTR)
                && !self.class_of(found).has(flags::LANGUAGE)
                && self.class_of(found).slots().descriptor_get.is_some();
            return fits.then(|| Site {
                form: Form::Descriptor,
                detail: self.class_version(),
                pointer: found.raw().bits as usize,
            });
        }
        let property: &PropertyObject = found.downcast()?;
        let (form, function, parameters) = match what {
            // The getter's AttributeError would have to ask `__getattr__`.
            Use::Get if !class.has(flags::GETATTR) => (Form::Property, &property.getter, 1),
            Use::Set => (Form::Setter, &property.setter, 2),
            _ => return None,
        };
        let function: &FunctionObject = function.downcast()?;
        (function.code.get(self).simple_parameters == parameters).then(|| Site {
            form,
            detail: self.class_version(),
            pointer: std::ptr::from_ref(function) as usize,
        })
    }

    /// What is found on the class and is no data descriptor.
    fn site_on_class(
        &mut self,
        class: &Ref<ClassObject>,
        found: &Value,
        name: &Value,
        what: Use,
    ) -> Option<Site> {
        let detail = self.class_version();
        let site = |form, pointer| {
            Some(Site {
                form,
                detail,
                pointer,
            })
        };
        match found.layout() {
            Some(Layout::Function) => site(Form::Method, found.raw().bits as usize),
            Some(Layout::NativeFunction) if self.binds_receiver(found) => {
                if what != Use::Call {
                    return None;
                }
                site(Form::Method, found.raw().bits as usize)
            }
            Some(Layout::MethodWrapper) => {
                let wrapper: &MethodWrapperObject = found.downcast()?;
                let function = wrapper.function.get(self);
                if !wrapper.is_class_method {
                    return site(Form::Value, std::ptr::from_ref(function) as usize);
                }
                if what != Use::Call || function.layout() != Some(Layout::Function) {
                    return None;
                }
                site(Form::ClassMethod, function.raw().bits as usize)
            }
            _ if self.is_free_of_get(found) => site(Form::Value, self.place_on(class, name)?),
            _ => None,
        }
    }

    /// True if reading the value from a class gives the value itself.
    fn is_free_of_get(&self, found: &Value) -> bool {
        found.layout() == Some(Layout::NativeFunction)
            || !self.overrides(found, SpecialMethod::Get)
                && self.class_of(found).slots().descriptor_get.is_none()
    }

    /// The address of the value that a class or its bases have under a name; good while the version of all classes holds.
    fn place_on(&self, class: &ClassObject, name: &Value) -> Option<usize> {
        let text: &crate::object::text::StrObject = name.downcast()?;
        let hash = self.hash_of_str(text);
        class.mro.get(self).iter().find_map(|base| {
            let map = base.dict(self).map.get(self);
            let number = map.find_str(hash, text.as_str())?;
            Some(std::ptr::from_ref(&map.entries()[number].value) as usize)
        })
    }

    /// Where a class has the attribute `name`, for this very class: the value's address, or the function and that it takes
    /// the class first.
    pub(crate) fn site_of_class(
        &mut self,
        value: &Value,
        name: &Value,
        what: Use,
    ) -> Option<(Site, usize)> {
        let class: Ref<ClassObject> = value.to_ref()?;
        let meta = self.class_of(value).clone();
        let plain = self
            .class(Builtin::Type)
            .slots()
            .get_attribute
            .map(|f| f as usize);
        if meta.has(flags::GETATTRIBUTE)
            || meta.slots().get_attribute.map(|f| f as usize) != plain
            || self
                .lookup(&meta, name)
                .is_some_and(|found| self.is_data_descriptor(&found))
        {
            return None;
        }
        let found = self.lookup(&class, name)?;
        let place = match found.layout() {
            Some(Layout::Function) => self.place_on(&class, name)?,
            Some(Layout::MethodWrapper) => {
                let wrapper: &MethodWrapperObject = found.downcast()?;
                let function = wrapper.function.get(self);
                let place = std::ptr::from_ref(function) as usize;
                if wrapper.is_class_method {
                    let fits = what == Use::Call && function.layout() == Some(Layout::Function);
                    return fits.then(|| {
                        let site = Site {
                            form: Form::Method,
                            detail: self.class_version(),
                            pointer: function.raw().bits as usize,
                        };
                        (site, class.as_ptr() as usize)
                    });
                }
                place
            }
            Some(Layout::GetSet | Layout::Property) => return None,
            _ if self.is_free_of_get(&found) => self.place_on(&class, name)?,
            _ => return None,
        };
        let site = Site {
            form: Form::Value,
            detail: self.class_version(),
            pointer: place,
        };
        Some((site, class.as_ptr() as usize))
    }

    /// The version of a plain module's namespace and the number of its entry with this name.
    pub(crate) fn site_of_module(&self, value: &Value, name: &Value) -> Option<(u32, u32)> {
        let module: &ModuleObject = value.downcast()?;
        if module.header.kind() != kind::MODULE {
            return None;
        }
        let map = module.dict.map.get(self);
        let number = map.entries().iter().position(|entry| entry.key.is(name))?;
        Some((map.version(), number as u32))
    }

    /// Where instances of this value's kind have the attribute `name` for writing, if it exists already.
    pub(crate) fn site_of_store(&mut self, value: &Value, name: &Value) -> Option<Site> {
        let instance: &InstanceObject = value.downcast()?;
        let class = self.class_of(value).clone();
        if class.has(flags::SETATTR) || class.slots().set_attribute.is_some() {
            return None;
        }
        let found = self.lookup(&class, name);
        if let Some(found) = &found {
            if self.is_data_descriptor(found) {
                return self.site_of_descriptor(&class, found, Use::Set);
            }
            if !is_plain(found) {
                return None;
            }
        }
        let shape = self.shape(instance.header.shape());
        if shape.in_dict {
            return self.number_in_dict(instance, name).map(in_dict);
        }
        let number = shape.slot_of(name)?;
        let fits = class.has(flags::HAS_DICT)
            && number >= class.member_count.get() as usize
            && number < shape.inline_slots as usize;
        fits.then(|| slot(number))
    }

    /// Enters a site into the table.
    pub(crate) fn note_site(&self, kind: u32, name: &Value, what: Use, site: Site) {
        // Lines are found by addresses, so which of them last is not the same every time; and what the table knows is called
        // in the machine's loop instead of from native code, which counts an instruction more. A run that can be repeated
        // does without.
        if self.interp().seeded.is_some() {
            return;
        }
        let name = name.raw().bits | what as u64;
        *self.site_line(kind, name) = Line {
            kind,
            name,
            pointer: site.pointer,
            detail: site.detail,
            form: site.form as u64,
        };
    }
    /// The line of the table for `super().name` in a method of a class.
    #[inline(always)]
    pub(crate) fn super_line(&self, kind: u32, name: u64, class: u64) -> &mut Line {
        self.site_line(kind, name ^ class)
    }
}

/// Values on a class that can never become data descriptors.
fn is_plain(value: &Value) -> bool {
    !matches!(value.layout(), Some(Layout::Instance | Layout::Native))
}

impl Cache {
    /// True if the general form of an instruction shall look for a site: at its first run, and then once in a while.
    pub(crate) fn is_due(&mut self) -> bool {
        const PAUSE: u32 = 32;
        self.detail = match self.detail {
            u32::MAX => u32::MAX - PAUSE,
            waiting if waiting > u32::MAX - 1 - PAUSE => waiting + 1,
            // What a quickened form has left.
            _ => return true,
        };
        self.detail == u32::MAX - PAUSE
    }
    /// Forgets everything but the name.
    pub(crate) fn clear(&mut self) {
        *self = Cache::of_name(self.name);
    }
    /// The name as a value of its own.
    pub(crate) fn name(&self) -> Value {
        let raw = Raw {
            tag: tag::OBJECT,
            bits: self.name,
        };
        // SAFETY: the code that has the cache keeps its names alive.
        unsafe { raw.to_value() }
    }
}

/// True one time in sixteen, by the countdown. An instruction whose own cache fails while the table of sites knows the answer
/// seldom turns to the table for good...
#[inline(always)]
pub(crate) fn seldom(t: i32) -> bool {
    t & 15 == 0
}

/// True one time in sixty-four. ...and more seldom comes back: so one that sees many kinds mostly stays with the table, and one
/// that sees another kind than before comes to know it.
#[inline(always)]
fn rarely(t: i32) -> bool {
    t & 63 == 0
}

/// The quickened forms for one slot, for two, and for the table.
pub(crate) type SlotOps = (Op, Op, Op);
pub(crate) const GET_SLOT: SlotOps = (Op::GetAttrSlot, Op::GetAttrSlots, Op::GetAttrSite);
pub(crate) const SET_SLOT: SlotOps = (Op::SetAttrSlot, Op::SetAttrSlots, Op::SetAttrSite);

impl Cache {
    /// Remembers a slot in front; the slot that was in front is the second from now on.
    #[inline(always)]
    pub(crate) fn remember_slot(
        &mut self,
        ins: &mut Ins,
        (one, two, _): SlotOps,
        kind: u32,
        offset: u32,
    ) {
        if ins.op == one as u8 || ins.op == two as u8 {
            self.second = (self.guard, self.detail);
            ins.op = two as u8;
        } else {
            self.second = (u32::MAX, 0);
            ins.op = one as u8;
        }
        (self.guard, self.detail) = (kind, offset);
    }
    /// After the table of sites knew a slot: chooses between the instruction's own cache and the table.
    #[inline(always)]
    pub(crate) unsafe fn settle_slot(
        &mut self,
        ins: *const Ins,
        t: i32,
        (one, two, table): SlotOps,
        kind: u32,
        offset: u32,
    ) {
        // SAFETY: the instruction is the one being executed; the lock is held.
        let ins = unsafe { &mut *(ins as *mut Ins) };
        if ins.op == two as u8 {
            if seldom(t) {
                ins.op = table as u8;
            }
        } else if ins.op == one as u8 || rarely(t) {
            self.remember_slot(ins, (one, two, table), kind, offset);
        }
    }
    /// After the table of sites knew another form: chooses between the instruction's own cache and the table.
    #[inline(always)]
    pub(crate) unsafe fn settle(
        &mut self,
        ins: *const Ins,
        t: i32,
        (own, table): (Op, Op),
        kind: u32,
        detail: u32,
        pointer: usize,
    ) {
        // SAFETY: as above.
        let ins = unsafe { &mut *(ins as *mut Ins) };
        if ins.op != table as u8 {
            if seldom(t) {
                ins.op = table as u8;
            }
        } else if rarely(t) {
            (self.guard, self.detail, self.pointer) = (kind, detail, pointer);
            ins.op = own as u8;
        }
    }
    /// The address of the class that the cache is about.
    #[inline(always)]
    pub(crate) fn class(&self) -> u64 {
        self.second.0 as u64 | (self.second.1 as u64) << 32
    }
}
