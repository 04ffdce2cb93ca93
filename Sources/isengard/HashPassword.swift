import Access
import ArgumentParser
import Basics
import Glibc

/// `isengard hash-password`: makes what `users[].password-hash` wants.
struct HashPassword: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hash-password",
        abstract: "Read a password from standard input and print its Argon2id hash."
    )

    func run() throws {
        guard let password = readLine(strippingNewline: true), !password.isEmpty else {
            throw ValidationError("standard input holds no password")
        }
        let hash = try CommandFailure.catching { try PasswordHash.make(Secret(password)) }
        Console.say(hash.encoded.reveal)
    }
}
