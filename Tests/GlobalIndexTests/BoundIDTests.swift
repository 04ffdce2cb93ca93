import GlobalIndex
import Testing

@Suite struct BoundIDTests {
    private static let uuid = "6541b16a-bb98-40a5-b7dd-55d8ff3a1d8d"

    @Test("a bound identifier names its store and reads back what it wrote")
    func roundTrip() throws {
        let id = BoundID(store: StoreKey(3), local: Self.uuid)
        #expect(id.description == "s3-\(Self.uuid)")
        #expect(try #require(BoundID(id.description)) == id)
    }

    @Test(
        "text that no store's identifier can have is refused",
        arguments: [
            "", "s", "s-", "s3", "s3-", uuid, "s0-\(uuid)", "s03-\(uuid)", "s+3-\(uuid)",
            "s-3-\(uuid)", "s99999-\(uuid)", "S3-\(uuid)", "s3-\(uuid)0", "s3-\(uuid.uppercased())",
            "s3-6541b16a-bb98-40a5-b7dd-55d8ff3a1d8/", "gw-\(uuid)",
        ]
    )
    func refused(text: String) {
        #expect(BoundID(text) == nil)
    }
}
