internal import CLinux

/// What a descriptor is watched for, or became. Level-triggered.
package struct Readiness: OptionSet, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let readable = Self(rawValue: EPOLLIN.rawValue)
    package static let writable = Self(rawValue: EPOLLOUT.rawValue)
    /// The peer closed at least its sending half.
    package static let hangUp = Self(rawValue: EPOLLRDHUP.rawValue)
    /// Reported whether asked for or not.
    package static let failed = Self(rawValue: EPOLLERR.rawValue | EPOLLHUP.rawValue)
}
