import Foundation
import ParallaxCompute
import TestSupport

/// A checkpoint of Goldens/families, what is known of it and what it computes.
struct FamilyGolden {
    private static let folder = Places.computeGoldens.appending(path: "families")

    struct Entry: Decodable {
        let path: String
        let family: String
        let site: String?
        let target: String?
        /// How far the reconstruction is missed without a peculiarity of the family.
        let missedWithout: [String: Double]

        enum CodingKeys: String, CodingKey { case path, family, site, target, missedWithout = "missed_without" }
    }

    let name: String
    let entry: Entry
    let golden: DictionaryGolden
    /// The checkpoint's folder or file.
    let checkpoint: URL

    /// - Parameter set: `published` or `libraries`.
    static func names(_ set: String) -> [String] { entries(set).keys.sorted() }

    private static func entries(_ set: String) -> [String: Entry] {
        (try? JSONDecoder().decode([String: Entry].self, from: Data(contentsOf: folder.appending(path: "\(set).json")))) ?? [:]
    }

    init(_ name: String, set: String) throws {
        self.name = name
        guard let entry = Self.entries(set)[name] else {
            throw Complaint("golden \(name)", expected: "an entry of \(set).json", found: "none", remedy: "run make_\(set).py")
        }
        self.entry = entry
        golden = try DictionaryGolden(name, tensors: Self.folder.appending(path: "\(set).safetensors"))
        checkpoint = Self.folder.appending(path: set).appending(path: entry.path)
    }
}
