import Foundation
import ParallaxCompute

/// A checkpoint of Goldens/families, what is known of it and what it computes.
package struct FamilyGolden {
    private static let folder = Places.computeGoldens.appending(path: "families")

    package struct Entry: Decodable {
        package let path: String
        package let family: String
        package let site: String?
        package let target: String?
        /// How far the reconstruction is missed without a peculiarity of the family.
        package let missedWithout: [String: Double]

        package enum CodingKeys: String, CodingKey { case path, family, site, target, missedWithout = "missed_without" }
    }

    package let name: String
    package let entry: Entry
    package let golden: DictionaryGolden
    /// The checkpoint's folder or file.
    package let checkpoint: URL

    /// - Parameter set: `published` or `libraries`.
    package static func names(_ set: String) -> [String] { entries(set).keys.sorted() }

    private static func entries(_ set: String) -> [String: Entry] {
        (try? JSONDecoder().decode([String: Entry].self, from: Data(contentsOf: folder.appending(path: "\(set).json")))) ?? [:]
    }

    package init(_ name: String, set: String) throws {
        self.name = name
        guard let entry = Self.entries(set)[name] else {
            throw Complaint("golden \(name)", expected: "an entry of \(set).json", found: "none", remedy: "run make_\(set).py")
        }
        self.entry = entry
        golden = try DictionaryGolden(name, tensors: Self.folder.appending(path: "\(set).safetensors"))
        checkpoint = Self.folder.appending(path: set).appending(path: entry.path)
    }
}
