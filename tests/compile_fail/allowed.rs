//! allowed
//! The counterpart of the programs beside: it uses what they misuse, rightly, and must compile.
use tick::interp::{Config, Interp};
use tick::object::sequence::ListObject;
use tick::object::value::Value;
use tick::sched::Wait;

fn main() {
    let interp = Interp::new(Config::default());
    let length = interp.attach(|vm| {
        let list = vm.new_list_ref(vec![Value::int(1)]);
        let items = list.items.get_mut(vm);
        items.push(Value::int(2));
        let callable = Value::NONE;
        let _ = vm.call(&callable, &[list.to_value()]);
        let number = vm.detach(Wait::Compute(0), || 40);
        let again: Option<&ListObject> = None;
        assert!(again.is_none());
        list.items.get(vm).len() + number
    });
    assert_eq!(length, 42);
}
