import Glibc

/// A loop could not be made or could not watch a descriptor.
package struct LoopError: Error, CustomStringConvertible {
    package let action: String
    package let code: Int32

    package init(_ action: String, code: Int32 = errno) {
        self.action = action
        self.code = code
    }

    package var description: String { "\(action): \(String(cString: strerror(code)))" }
}
