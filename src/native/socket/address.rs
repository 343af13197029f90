//! Addresses of sockets: from arguments to what the system takes, and back; looking hosts up.
#![allow(unsafe_code)] // C structures that overlay each other, and lists that C allocates.

use crate::native::posix::path::{decode_name, encode_name};
use crate::native::{NativeClass, posix};
use crate::object::builtin::{EXCEPTIONS, Exc};
use crate::object::bytes::BytesObject;
use crate::object::heap::Layout;
use crate::object::sequence::TupleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::sched::Wait;
use crate::vm::{Outcome, Raised, Vm};
use std::ffi::{CStr, CString};
use std::net::{Ipv4Addr, Ipv6Addr};

/// `socket.gaierror`.
pub static GAI_ERROR: NativeClass = NativeClass {
    name: "socket.gaierror",
    layout: Layout::Exception,
    base: Some(EXCEPTIONS[Exc::OSError as usize]),
    ..crate::native::types::exception::EXCEPTION
};

/// `socket.herror`.
pub static HOST_ERROR: NativeClass = NativeClass {
    name: "socket.herror",
    ..GAI_ERROR
};

/// An address.
#[derive(Clone, Copy)]
pub struct Address {
    /// The structure.
    pub storage: libc::sockaddr_storage,
    /// How much of it is used.
    pub length: libc::socklen_t,
}

impl Address {
    /// Room for an address that the system fills in.
    pub fn empty() -> Address {
        // SAFETY: a structure of numbers.
        let storage = unsafe { std::mem::zeroed() };
        Address {
            storage,
            length: size_of::<libc::sockaddr_storage>() as libc::socklen_t,
        }
    }
    /// The pointer for a system call.
    pub fn pointer(&self) -> *const libc::sockaddr {
        (&raw const self.storage).cast()
    }
    /// The pointer for a system call that fills it in.
    pub fn pointer_mut(&mut self) -> *mut libc::sockaddr {
        (&raw mut self.storage).cast()
    }
    fn of<T>(part: T, length: usize) -> Address {
        let mut address = Address::empty();
        // SAFETY: every address structure fits the storage.
        unsafe { (&raw mut address.storage).cast::<T>().write(part) };
        address.length = length as libc::socklen_t;
        address
    }
    fn v4(host: Ipv4Addr, port: u16) -> Address {
        // SAFETY: a structure of numbers.
        let mut part: libc::sockaddr_in = unsafe { std::mem::zeroed() };
        part.sin_family = libc::AF_INET as u16;
        part.sin_port = port.to_be();
        part.sin_addr.s_addr = u32::from_ne_bytes(host.octets());
        Address::of(part, size_of::<libc::sockaddr_in>())
    }
    fn v6(host: Ipv6Addr, port: u16, flow: u32, scope: u32) -> Address {
        // SAFETY: a structure of numbers.
        let mut part: libc::sockaddr_in6 = unsafe { std::mem::zeroed() };
        part.sin6_family = libc::AF_INET6 as u16;
        part.sin6_port = port.to_be();
        part.sin6_flowinfo = flow.to_be();
        part.sin6_scope_id = scope;
        part.sin6_addr.s6_addr = host.octets();
        Address::of(part, size_of::<libc::sockaddr_in6>())
    }
    /// The port, of the internet's families.
    pub fn port(&self) -> Option<u16> {
        // SAFETY: the family says which structure lies there.
        let port = unsafe {
            match i32::from(self.storage.ss_family) {
                libc::AF_INET => (*(&raw const self.storage).cast::<libc::sockaddr_in>()).sin_port,
                libc::AF_INET6 => {
                    (*(&raw const self.storage).cast::<libc::sockaddr_in6>()).sin6_port
                }
                _ => return None,
            }
        };
        Some(u16::from_be(port))
    }
    /// The address of a socket as Python shows it.
    pub fn to_value(self, vm: &mut Vm) -> Value {
        self.with_port(vm, shown_port)
    }
    /// An address that was looked up as Python shows it: with the port that was asked for.
    pub fn looked_up(self, vm: &mut Vm) -> Value {
        self.with_port(vm, |_, port| Value::int(u16::from_be(port).into()))
    }
    fn with_port(self, vm: &mut Vm, shown_port: fn(&Vm, u16) -> Value) -> Value {
        // SAFETY: the family says which structure lies there.
        unsafe {
            match self.storage.ss_family as i32 {
                libc::AF_INET if self.length > 0 => {
                    let part = &*(&raw const self.storage).cast::<libc::sockaddr_in>();
                    let host = Ipv4Addr::from(part.sin_addr.s_addr.to_ne_bytes()).to_string();
                    let host = vm.new_str(&host);
                    vm.new_pair(host, shown_port(vm, part.sin_port))
                }
                libc::AF_INET6 if self.length > 0 => {
                    let part = &*(&raw const self.storage).cast::<libc::sockaddr_in6>();
                    let host = Ipv6Addr::from(part.sin6_addr.s6_addr).to_string();
                    let host = vm.new_str(&host);
                    let port = shown_port(vm, part.sin6_port);
                    let flow = Value::int(u32::from_be(part.sin6_flowinfo) as i64);
                    vm.new_tuple(vec![
                        host,
                        port,
                        flow,
                        Value::int(part.sin6_scope_id as i64),
                    ])
                }
                libc::AF_UNIX if self.length > 0 => {
                    let part = &*(&raw const self.storage).cast::<libc::sockaddr_un>();
                    let length = (self.length as usize)
                        .saturating_sub(2)
                        .min(part.sun_path.len());
                    let bytes: Vec<u8> = part.sun_path[..length]
                        .iter()
                        .map(|&byte| byte as u8)
                        .collect();
                    if bytes.first() == Some(&0) {
                        return vm.new_bytes(bytes);
                    }
                    let end = bytes
                        .iter()
                        .position(|&byte| byte == 0)
                        .unwrap_or(bytes.len());
                    decode_name(vm, &bytes[..end])
                }
                _ => Value::NONE,
            }
        }
    }
}

/// A port in the network's order of bytes as the program sees it.
fn shown_port(vm: &Vm, port: u16) -> Value {
    let port = u16::from_be(port);
    Value::int(match &vm.interp().seeded {
        None => port.into(),
        Some(seeded) => seeded.shown_port(port).into(),
    })
}

/// Raises gaierror.
fn raise_gai(vm: &mut Vm, code: i32) -> Raised {
    // SAFETY: the C library answers with a constant text.
    let text = unsafe { CStr::from_ptr(libc::gai_strerror(code)) }
        .to_string_lossy()
        .into_owned();
    let class = match vm.native_class(&GAI_ERROR) {
        Ok(class) => class,
        Err(raised) => return raised,
    };
    let (code, text) = (Value::int(code as i64), vm.new_str(&text));
    match vm.call(&class.into_value(), &[code, text]) {
        Ok(error) => vm.raise_value(error),
        Err(raised) => raised,
    }
}

/// What a look-up found.
pub struct Found {
    /// Family, type, protocol.
    pub kind: [i32; 3],
    /// The canonical name.
    pub name: String,
    /// The address.
    pub address: Address,
}

/// Looks a host up without the lock.
pub fn look_up(
    vm: &mut Vm,
    host: Option<CString>,
    service: Option<CString>,
    [family, kind, protocol, flags]: [i32; 4],
) -> Outcome<Vec<Found>> {
    vm.refuse_looking_up(host.as_deref())?;
    let found = vm.detach(
        Wait::Io {
            fd: -1,
            what: "getaddrinfo",
        },
        || {
            // SAFETY: texts end with zeros; the list is read before it is given back.
            unsafe {
                let mut hints: libc::addrinfo = std::mem::zeroed();
                hints.ai_family = family;
                hints.ai_socktype = kind;
                hints.ai_protocol = protocol;
                hints.ai_flags = flags;
                let mut list = std::ptr::null_mut();
                let pointer = |text: &Option<CString>| {
                    text.as_ref().map_or(std::ptr::null(), |text| text.as_ptr())
                };
                let code = libc::getaddrinfo(pointer(&host), pointer(&service), &hints, &mut list);
                if code != 0 {
                    return Err(code);
                }
                let (mut found, mut at) = (Vec::new(), list);
                while let Some(info) = at.as_ref() {
                    let mut address = Address::empty();
                    address.length = info.ai_addrlen;
                    std::ptr::copy_nonoverlapping(
                        info.ai_addr.cast::<u8>(),
                        (&raw mut address.storage).cast::<u8>(),
                        info.ai_addrlen as usize,
                    );
                    let name = match info.ai_canonname.is_null() {
                        true => String::new(),
                        false => CStr::from_ptr(info.ai_canonname)
                            .to_string_lossy()
                            .into_owned(),
                    };
                    found.push(Found {
                        kind: [info.ai_family, info.ai_socktype, info.ai_protocol],
                        name,
                        address,
                    });
                    at = info.ai_next;
                }
                libc::freeaddrinfo(list);
                Ok(found)
            }
        },
    );
    found.map_err(|code| raise_gai(vm, code))
}

/// A host name as the system takes it.
pub fn host_argument(vm: &mut Vm, value: &Value) -> Outcome<Option<CString>> {
    let bytes = match (
        value.downcast::<StrObject>(),
        value.downcast::<BytesObject>(),
    ) {
        _ if value.is_none() => return Ok(None),
        (Some(text), _) => text.as_str().as_bytes().to_vec(),
        (_, Some(bytes)) => bytes.bytes.to_vec(),
        _ => {
            return Err(vm.type_error("getaddrinfo() argument 1 must be string or None"));
        }
    };
    CString::new(bytes)
        .map(Some)
        .map_err(|_| vm.value_error("embedded null byte"))
}

/// The address of a host.
pub fn resolve(vm: &mut Vm, host: &str, family: i32) -> Outcome<Address> {
    if family == libc::AF_INET {
        match host {
            "" => return Ok(Address::v4(Ipv4Addr::UNSPECIFIED, 0)),
            "<broadcast>" => return Ok(Address::v4(Ipv4Addr::BROADCAST, 0)),
            _ => {}
        }
        if let Ok(host) = host.parse::<Ipv4Addr>() {
            return Ok(Address::v4(host, 0));
        }
    } else if host.is_empty() {
        return Ok(Address::v6(Ipv6Addr::UNSPECIFIED, 0, 0, 0));
    } else if let Ok(host) = host.parse::<Ipv6Addr>() {
        return Ok(Address::v6(host, 0, 0, 0));
    }
    let host = CString::new(host).map_err(|_| vm.value_error("embedded null character"))?;
    let found = look_up(vm, Some(host), None, [family, libc::SOCK_STREAM, 0, 0])?;
    match found.first() {
        Some(found) => Ok(found.address),
        None => Err(raise_gai(vm, libc::EAI_NONAME)),
    }
}

/// The address that an argument of `connect` and the like means.
pub fn address_argument(
    vm: &mut Vm,
    family: i32,
    value: &Value,
    function: &str,
) -> Outcome<Address> {
    match family {
        libc::AF_INET | libc::AF_INET6 => {
            let (name, form) = match family {
                libc::AF_INET => ("AF_INET", "a pair (host, port)"),
                _ => ("AF_INET6", "a tuple (host, port[, flowinfo[, scopeid]])"),
            };
            let Some(tuple) = value.to_ref::<TupleObject>() else {
                let class = vm.class_name(value);
                return Err(vm.type_error(format!(
                    "{function}(): {name} address must be tuple, not {class}"
                )));
            };
            let most = if family == libc::AF_INET { 2 } else { 4 };
            let items = tuple.items();
            if items.len() < 2 || items.len() > most {
                return Err(vm.type_error(format!("{name} address must be {form}")));
            }
            let host = match (
                items[0].downcast::<StrObject>(),
                items[0].downcast::<BytesObject>(),
            ) {
                (Some(text), _) => text.as_str().to_string(),
                (_, Some(bytes)) => String::from_utf8_lossy(&bytes.bytes).into_owned(),
                _ => {
                    let class = vm.class_name(&items[0]);
                    return Err(
                        vm.type_error(format!("str, bytes or bytearray expected, not {class}"))
                    );
                }
            };
            let port = vm.index_i64(&items[1])?;
            let Ok(port) = u16::try_from(port) else {
                return Err(vm.raise(
                    Exc::OverflowError,
                    format!("{function}(): port must be 0-65535."),
                ));
            };
            let port = match &vm.interp().seeded {
                None => port,
                Some(seeded) => seeded.real_port(port, function == "bind"),
            };
            let mut more = [0u32; 2];
            for (slot, item) in more.iter_mut().zip(&items[2..]) {
                *slot = vm.index_i64(item)? as u32;
            }
            let found = resolve(vm, &host, family)?;
            // SAFETY: `resolve` answers with an address of the family asked for.
            unsafe {
                if family == libc::AF_INET {
                    let part = &*(&raw const found.storage).cast::<libc::sockaddr_in>();
                    let host = Ipv4Addr::from(part.sin_addr.s_addr.to_ne_bytes());
                    vm.refuse_outside(host.into(), function)?;
                    return Ok(Address::v4(host, port));
                }
                let part = &*(&raw const found.storage).cast::<libc::sockaddr_in6>();
                let scope = if more[1] != 0 {
                    more[1]
                } else {
                    part.sin6_scope_id
                };
                let host = Ipv6Addr::from(part.sin6_addr.s6_addr);
                vm.refuse_outside(host.into(), function)?;
                Ok(Address::v6(host, port, more[0], scope))
            }
        }
        libc::AF_UNIX => {
            let path = match value.downcast::<StrObject>() {
                Some(_) => encode_name(vm, value)?,
                None => match vm.find_special(value, crate::native::SpecialMethod::FsPath) {
                    Some(_) => posix::path::path_argument(vm, value)?.bytes().to_vec(),
                    None => vm.bytes_like(value)?.into_vec(),
                },
            };
            // SAFETY: a structure of numbers.
            let mut part: libc::sockaddr_un = unsafe { std::mem::zeroed() };
            part.sun_family = libc::AF_UNIX as u16;
            let abstract_name = path.first() == Some(&0);
            if path.len() + !abstract_name as usize > part.sun_path.len() {
                return Err(vm.raise(Exc::OSError, "AF_UNIX path too long"));
            }
            for (slot, &byte) in part.sun_path.iter_mut().zip(&path) {
                *slot = byte as libc::c_char;
            }
            let end = if abstract_name || path.is_empty() {
                path.len()
            } else {
                path.len() + 1
            };
            Ok(Address::of(part, 2 + end))
        }
        _ => Err(vm.raise(Exc::OSError, format!("{function}(): bad family"))),
    }
}
