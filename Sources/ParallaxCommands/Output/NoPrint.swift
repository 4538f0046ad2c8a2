/// Swift's own `print` writes a stranger's text as it is: in this module there is none.
@available(*, unavailable, message: "text goes out through Output, which takes Printable")
func print(_ items: Any..., separator: String = " ", terminator: String = "\n") {}

@available(*, unavailable, message: "text goes out through Output, which takes Printable")
func debugPrint(_ items: Any..., separator: String = " ", terminator: String = "\n") {}
