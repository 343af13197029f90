//! Functions and constants of `_socket` that need no socket.
#![allow(unsafe_code)] // System calls that fill C structures.

use super::address::{host_argument, look_up, resolve};
use crate::libc_constants;
use crate::native_functions;
use crate::object::builtin::Exc;
use crate::object::bytes::BytesObject;
use crate::object::sequence::TupleObject;
use crate::object::text::StrObject;
use crate::object::value::Value;
use crate::vm::{Outcome, Vm};
use std::ffi::{CStr, CString};
use std::net::{Ipv4Addr, Ipv6Addr};

/// Constants of the module.
pub const CONSTANTS: &[(&str, i64)] = libc_constants! {
    AF_UNSPEC AF_INET AF_INET6 AF_UNIX SOCK_STREAM SOCK_DGRAM SOCK_RAW SOCK_SEQPACKET SOCK_RDM SOCK_NONBLOCK SOCK_CLOEXEC
    SOL_SOCKET SO_REUSEADDR SO_REUSEPORT SO_KEEPALIVE SO_BROADCAST SO_RCVBUF SO_SNDBUF SO_ERROR SO_TYPE SO_LINGER SO_OOBINLINE
    SO_RCVTIMEO SO_SNDTIMEO SO_RCVLOWAT SO_SNDLOWAT SO_ACCEPTCONN SO_DOMAIN SO_PROTOCOL SO_DONTROUTE SO_DEBUG SO_PEERCRED
    SO_PASSCRED SO_BINDTODEVICE SOMAXCONN SHUT_RD SHUT_WR SHUT_RDWR
    IPPROTO_IP IPPROTO_TCP IPPROTO_UDP IPPROTO_IPV6 IPPROTO_ICMP IPPROTO_ICMPV6 IPPROTO_RAW
    TCP_NODELAY TCP_KEEPIDLE TCP_KEEPINTVL TCP_KEEPCNT TCP_CORK TCP_DEFER_ACCEPT TCP_INFO TCP_LINGER2 TCP_MAXSEG
    TCP_QUICKACK TCP_SYNCNT TCP_USER_TIMEOUT TCP_WINDOW_CLAMP TCP_FASTOPEN
    IP_TOS IP_TTL IP_MULTICAST_IF IP_MULTICAST_TTL IP_MULTICAST_LOOP IP_ADD_MEMBERSHIP IP_DROP_MEMBERSHIP
    IPV6_V6ONLY IPV6_UNICAST_HOPS IPV6_MULTICAST_IF IPV6_MULTICAST_HOPS IPV6_MULTICAST_LOOP
    MSG_OOB MSG_PEEK MSG_DONTROUTE MSG_WAITALL MSG_DONTWAIT MSG_NOSIGNAL MSG_TRUNC MSG_CTRUNC MSG_EOR MSG_MORE MSG_CMSG_CLOEXEC
    AI_PASSIVE AI_CANONNAME AI_NUMERICHOST AI_NUMERICSERV AI_V4MAPPED AI_ALL AI_ADDRCONFIG
    NI_NUMERICHOST NI_NUMERICSERV NI_NAMEREQD NI_DGRAM NI_NOFQDN NI_MAXHOST
    EAI_AGAIN EAI_BADFLAGS EAI_FAIL EAI_FAMILY EAI_MEMORY EAI_NODATA EAI_NONAME EAI_SERVICE EAI_SOCKTYPE EAI_SYSTEM EAI_OVERFLOW
    SCM_RIGHTS SCM_CREDENTIALS INADDR_ANY INADDR_BROADCAST INADDR_LOOPBACK INADDR_NONE
};

/// The timeout of new sockets.
pub fn default_timeout(vm: &mut Vm) -> Option<i64> {
    let hidden = vm.hidden_dict();
    vm.dict_get_str(&hidden, "default socket timeout")
        .and_then(|timeout| timeout.as_int())
}

/// A number for a conversion of byte order.
fn unsigned(vm: &mut Vm, value: &Value, function: &str, bits: u32) -> Outcome<i64> {
    let number = vm.index_big(value)?;
    if number.sign() == num_bigint::Sign::Minus {
        let message = format!(
            "{function}: can't convert negative Python int to C {bits}-bit unsigned integer"
        );
        return Err(vm.raise(Exc::OverflowError, message));
    }
    match i64::try_from(number) {
        Ok(number) if number < 1 << bits => Ok(number),
        _ => {
            let message = format!(
                "{function}: Python int too large to convert to C {bits}-bit unsigned integer"
            );
            Err(vm.raise(Exc::OverflowError, message))
        }
    }
}

fn c_text(vm: &mut Vm, text: &str) -> Outcome<CString> {
    CString::new(text).map_err(|_| vm.value_error("embedded null character"))
}

fn packed(vm: &mut Vm, value: &Value) -> Outcome<Vec<u8>> {
    Ok(vm.bytes_like(value)?.into_vec())
}

fn host_name(vm: &mut Vm) -> Outcome<String> {
    let mut buffer = [0u8; 256];
    // SAFETY: the buffer has that length; the last byte stays zero.
    if unsafe { libc::gethostname(buffer.as_mut_ptr().cast(), buffer.len() - 1) } != 0 {
        return Err(vm.raise_last_errno(None));
    }
    let end = buffer.iter().position(|&byte| byte == 0).unwrap_or(0);
    Ok(String::from_utf8_lossy(&buffer[..end]).into_owned())
}

/// The host of an address of the four-byte kind as text.
fn first_host(vm: &mut Vm, host: &str) -> Outcome<Value> {
    let address = resolve(vm, host, libc::AF_INET)?.to_value(vm);
    Ok(address
        .downcast::<TupleObject>()
        .map_or(Value::NONE, |pair| pair.items()[0].clone()))
}

native_functions! { pub static FUNCTIONS;
    /// What a host and a service mean: (family, type, proto, canonname, sockaddr) each.
    "getaddrinfo(host, port, family=0, type=0, proto=0, flags=0)"
    fn getaddrinfo(vm, host: &Value, port: &Value, family: i32, kind: i32, protocol: i32, flags: i32) -> Value {
        let host = host_argument(vm, host)?;
        let service = match (port.downcast::<StrObject>(), port.downcast::<BytesObject>()) {
            _ if port.is_none() => None,
            (Some(text), _) => Some(c_text(vm, text.as_str())?),
            (_, Some(bytes)) => CString::new(bytes.bytes.to_vec()).ok(),
            _ if crate::vm::numbers::is_int(port) => {
                let number = vm.index_i64(port)?;
                Some(c_text(vm, &number.to_string())?)
            }
            _ => return Err(vm.raise(Exc::OSError, "Int or String expected")),
        };
        let found = look_up(vm, host, service, [family, kind, protocol, flags])?;
        let mut list = Vec::new();
        for found in found {
            let mut items = found.kind.map(|number| Value::int(number as i64)).to_vec();
            items.push(vm.new_str(&found.name));
            items.push(found.address.looked_up(vm));
            list.push(vm.new_tuple(items));
        }
        Ok(vm.new_list(list))
    }
    /// Names of an address: (host, port).
    "getnameinfo(sockaddr, flags, /)" fn getnameinfo(vm, address: &Value, flags: i32) -> Value {
        let Some(tuple) = address.downcast::<TupleObject>() else {
            return Err(vm.type_error("getnameinfo() argument 1 must be a tuple"));
        };
        let family = match tuple.items().first().and_then(|host| host.downcast::<StrObject>()) {
            Some(host) if host.as_str().contains(':') => libc::AF_INET6,
            _ => libc::AF_INET,
        };
        let address = super::address::address_argument(vm, family, address, "getnameinfo")?;
        let names = vm.detach(crate::sched::Wait::Io { fd: -1, what: "getnameinfo" }, || {
            let (mut host, mut port) = ([0u8; 1025], [0u8; 32]);
            // SAFETY: the buffers have those lengths and are ended by zeros.
            let code = unsafe {
                libc::getnameinfo(
                    address.pointer(),
                    address.length,
                    host.as_mut_ptr().cast(),
                    host.len() as libc::socklen_t,
                    port.as_mut_ptr().cast(),
                    port.len() as libc::socklen_t,
                    flags,
                )
            };
            let text = |bytes: &[u8]| {
                let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(0);
                String::from_utf8_lossy(&bytes[..end]).into_owned()
            };
            (code == 0).then(|| (text(&host), text(&port)))
        });
        match names {
            Some((host, port)) => {
                let (host, port) = (vm.new_str(&host), vm.new_str(&port));
                Ok(vm.new_pair(host, port))
            }
            None => Err(vm.raise(Exc::OSError, "address has no name")),
        }
    }
    /// The name of this machine.
    "gethostname()" fn gethostname(vm) -> String { host_name(vm) }
    /// The address of a host.
    "gethostbyname(hostname, /)" fn gethostbyname(vm, host: &str) -> Value { first_host(vm, host) }
    /// Name, aliases and addresses of a host.
    "gethostbyname_ex(hostname, /)" fn gethostbyname_ex(vm, host: &str) -> Value {
        let address = first_host(vm, host)?;
        let (name, none, addresses) = (vm.new_str(host), vm.new_list(Vec::new()), vm.new_list(vec![address]));
        Ok(vm.new_tuple(vec![name, none, addresses]))
    }
    /// Name, aliases and addresses of an address.
    "gethostbyaddr(ip_address, /)" fn gethostbyaddr(vm, host: &str) -> Value {
        let address = first_host(vm, host)?;
        let pair = vm.new_pair(address.clone(), Value::int(0));
        let names = getnameinfo(vm, &[pair, Value::int(libc::NI_NAMEREQD as i64)])?;
        let name = names.downcast::<TupleObject>().map_or(Value::NONE, |names| names.items()[0].clone());
        let (none, addresses) = (vm.new_list(Vec::new()), vm.new_list(vec![address]));
        Ok(vm.new_tuple(vec![name, none, addresses]))
    }
    /// Two connected sockets' descriptors, as socket objects.
    "socketpair(family=1, type=1, proto=0, /)" fn socketpair(vm, family: &Value, kind: i32, protocol: i32) -> Value {
        let family = if family.is_none() { libc::AF_UNIX } else { vm.index_i64(family)? as i32 };
        let mut ends = [0; 2];
        // SAFETY: room for two.
        if unsafe { libc::socketpair(family, kind | libc::SOCK_CLOEXEC, protocol, ends.as_mut_ptr()) } != 0 {
            return Err(vm.raise_last_errno(None));
        }
        let class = vm.native_class(&super::SOCKET)?.into_value();
        let numbers = [family, kind, protocol].map(|number| Value::int(number as i64));
        let mut make = |vm: &mut Vm, fd: i32| {
            let [family, kind, protocol] = numbers.clone();
            vm.call(&class, &[family, kind, protocol, Value::int(fd as i64)])
        };
        let (first, second) = (make(vm, ends[0])?, make(vm, ends[1])?);
        Ok(vm.new_pair(first, second))
    }
    /// A second descriptor for a socket.
    "dup(fd, /)" fn dup(vm, fd: i32) -> i32 {
        // SAFETY: fails on a descriptor that is not open.
        let copy = unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 0) };
        if copy < 0 { Err(vm.raise_last_errno(None)) } else { Ok(copy) }
    }
    /// Close a descriptor.
    "close(fd, /)" fn close(vm, fd: i32) -> () {
        // SAFETY: fails on a descriptor that is not open.
        if unsafe { libc::close(fd) } != 0 { Err(vm.raise_last_errno(None)) } else { Ok(()) }
    }
    /// The timeout of new sockets.
    "getdefaulttimeout()" fn getdefaulttimeout(vm) -> Option<f64> {
        Ok(default_timeout(vm).map(|nanos| nanos as f64 / 1e9))
    }
    /// Set the timeout of new sockets.
    "setdefaulttimeout(timeout, /)" fn setdefaulttimeout(vm, timeout: &Value) -> () {
        let timeout = super::timeout_argument(vm, timeout)?.map_or(Value::NONE, Value::int);
        let hidden = vm.hidden_dict();
        vm.dict_set_str(&hidden, "default socket timeout", timeout);
        Ok(())
    }
    /// 16 bits from host to network order.
    "htons(x, /)" fn htons(vm, number: &Value) -> i64 { Ok((unsigned(vm, number, "htons", 16)? as u16).to_be() as i64) }
    /// 16 bits from network to host order.
    "ntohs(x, /)" fn ntohs(vm, number: &Value) -> i64 { Ok(u16::from_be(unsigned(vm, number, "ntohs", 16)? as u16) as i64) }
    /// 32 bits from host to network order.
    "htonl(x, /)" fn htonl(vm, number: &Value) -> i64 { Ok((unsigned(vm, number, "htonl", 32)? as u32).to_be() as i64) }
    /// 32 bits from network to host order.
    "ntohl(x, /)" fn ntohl(vm, number: &Value) -> i64 { Ok(u32::from_be(unsigned(vm, number, "ntohl", 32)? as u32) as i64) }
    /// Four bytes of an address as text.
    "inet_aton(ip_addr, /)" fn inet_aton(vm, text: &str) -> Vec<u8> {
        let text = c_text(vm, text)?;
        // SAFETY: a text that ends with a zero; the structure is filled by a call that succeeds.
        let address = unsafe {
            let mut address: libc::in_addr = std::mem::zeroed();
            (inet_aton_of_c(text.as_ptr(), &mut address) != 0).then_some(address.s_addr)
        };
        match address {
            Some(address) => Ok(address.to_ne_bytes().to_vec()),
            None => Err(vm.raise(Exc::OSError, "illegal IP address string passed to inet_aton")),
        }
    }
    /// The text of a four-byte address.
    "inet_ntoa(packed_ip, /)" fn inet_ntoa(vm, address: &Value) -> String {
        match <[u8; 4]>::try_from(packed(vm, address)?) {
            Ok(bytes) => Ok(Ipv4Addr::from(bytes).to_string()),
            Err(_) => Err(vm.raise(Exc::OSError, "packed IP wrong length for inet_ntoa")),
        }
    }
    /// The bytes of an address as text.
    "inet_pton(address_family, ip_string, /)" fn inet_pton(vm, family: i32, text: &str) -> Vec<u8> {
        let bytes = match family {
            libc::AF_INET => text.parse::<Ipv4Addr>().map(|address| address.octets().to_vec()).ok(),
            libc::AF_INET6 => text.parse::<Ipv6Addr>().map(|address| address.octets().to_vec()).ok(),
            _ => return Err(vm.raise_errno(libc::EAFNOSUPPORT, None)),
        };
        bytes.ok_or_else(|| vm.raise(Exc::OSError, "illegal IP address string passed to inet_pton"))
    }
    /// The text of an address.
    "inet_ntop(address_family, packed_ip, /)" fn inet_ntop(vm, family: i32, address: &Value) -> String {
        let bytes = packed(vm, address)?;
        let text = match family {
            libc::AF_INET => <[u8; 4]>::try_from(bytes).map(|bytes| Ipv4Addr::from(bytes).to_string()).ok(),
            libc::AF_INET6 => <[u8; 16]>::try_from(bytes).map(|bytes| Ipv6Addr::from(bytes).to_string()).ok(),
            _ => return Err(vm.value_error(format!("unknown address family {family}"))),
        };
        text.ok_or_else(|| vm.value_error("invalid length of packed IP address string"))
    }
    /// The port of a service.
    "getservbyname(servicename, protocolname=<missing>, /)" fn getservbyname(vm, name: &str, protocol: Option<&str>) -> i64 {
        let (name, protocol) = (c_text(vm, name)?, match protocol { Some(text) => Some(c_text(vm, text)?), None => None });
        // SAFETY: texts that end with zeros; the answer is read before the next call.
        let port = unsafe {
            let wanted = protocol.as_ref().map_or(std::ptr::null(), |text| text.as_ptr());
            libc::getservbyname(name.as_ptr(), wanted).as_ref().map(|service| u16::from_be(service.s_port as u16))
        };
        port.map(i64::from).ok_or_else(|| vm.raise(Exc::OSError, "service/proto not found"))
    }
    /// The number of a protocol.
    "getprotobyname(name, /)" fn getprotobyname(vm, name: &str) -> i64 {
        let name = c_text(vm, name)?;
        // SAFETY: as above.
        let number = unsafe { libc::getprotobyname(name.as_ptr()).as_ref().map(|protocol| protocol.p_proto) };
        number.map(i64::from).ok_or_else(|| vm.raise(Exc::OSError, "protocol not found"))
    }
    /// The network interfaces: (number, name) each.
    "if_nameindex()" fn if_nameindex(vm) -> Value {
        let mut found = Vec::new();
        // SAFETY: the list ends with a zero entry and is given back.
        unsafe {
            let list = libc::if_nameindex();
            let mut at = list;
            while !at.is_null() && (*at).if_index != 0 {
                found.push(((*at).if_index, CStr::from_ptr((*at).if_name).to_string_lossy().into_owned()));
                at = at.add(1);
            }
            if !list.is_null() {
                libc::if_freenameindex(list);
            }
        }
        let mut items = Vec::new();
        for (number, name) in found {
            let name = vm.new_str(&name);
            items.push(vm.new_pair(Value::int(number as i64), name));
        }
        Ok(vm.new_list(items))
    }
}

unsafe extern "C" {
    #[link_name = "inet_aton"]
    fn inet_aton_of_c(text: *const libc::c_char, address: *mut libc::in_addr) -> libc::c_int;
}
