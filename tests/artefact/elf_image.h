#ifndef HERMES_TESTS_ARTEFACT_ELF_IMAGE_H_
#define HERMES_TESTS_ARTEFACT_ELF_IMAGE_H_

#include <elf.h>

#include <string>
#include <vector>

namespace hermes::testing_artefact {

// A 64-bit ELF file, read into memory. Fails the test if `path` is not one.
class ElfImage {
 public:
  explicit ElfImage(const std::string& path);

  const Elf64_Ehdr& header() const { return header_; }
  const std::vector<Elf64_Phdr>& segments() const { return segments_; }

  // Returns the segments of one type.
  std::vector<Elf64_Phdr> SegmentsOf(Elf64_Word type) const;
  bool HasSegment(Elf64_Word type) const { return !SegmentsOf(type).empty(); }

  // Returns the values of the dynamic section's entries with this tag.
  std::vector<Elf64_Xword> DynamicValues(Elf64_Sxword tag) const;
  // Returns the combined bits of all entries with this tag, 0 if there are
  // none.
  Elf64_Xword DynamicFlags(Elf64_Sxword tag) const;

  // Returns the names in the symbol table; empty if the file is stripped.
  std::vector<std::string> SymbolNames() const;

  // Returns the end of the last loaded segment in the file, in bytes, which is
  // how much of it the kernel maps.
  size_t LoadedSize() const;

 private:
  std::vector<char> bytes_;
  Elf64_Ehdr header_ = {};
  std::vector<Elf64_Phdr> segments_;
};

}  // namespace hermes::testing_artefact

#endif  // HERMES_TESTS_ARTEFACT_ELF_IMAGE_H_
