internal import Basics

extension Duration {
    /// Of whole nanoseconds, which are all that a report's JSON keeps.
    var inSeconds: Double { Double(nanoseconds) / 1e9 }
}
