#include "tests/artefact/elf_image.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>

namespace hermes::testing_artefact {
namespace {

// Returns the table of `count` entries at `offset`; empty if it is not within
// the file.
template <typename Entry>
std::vector<Entry> TableAt(const std::vector<char>& bytes, size_t offset,
                           size_t count) {
  if (offset > bytes.size() ||
      count > (bytes.size() - offset) / sizeof(Entry)) {
    ADD_FAILURE() << "a table is beyond the end of the file";
    return {};
  }
  std::vector<Entry> entries(count);
  std::memcpy(entries.data(), bytes.data() + offset, count * sizeof(Entry));
  return entries;
}

}  // namespace

ElfImage::ElfImage(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  bytes_.assign(std::istreambuf_iterator<char>(file), {});
  if (bytes_.size() < sizeof header_ ||
      std::memcmp(bytes_.data(), ELFMAG, SELFMAG) != 0 ||
      bytes_[EI_CLASS] != ELFCLASS64) {
    ADD_FAILURE() << path << " is not a 64-bit ELF file";
    return;
  }
  std::memcpy(&header_, bytes_.data(), sizeof header_);
  segments_ = TableAt<Elf64_Phdr>(bytes_, header_.e_phoff, header_.e_phnum);
}

std::vector<Elf64_Phdr> ElfImage::SegmentsOf(Elf64_Word type) const {
  std::vector<Elf64_Phdr> found;
  std::copy_if(
      segments_.begin(), segments_.end(), std::back_inserter(found),
      [type](const Elf64_Phdr& segment) { return segment.p_type == type; });
  return found;
}

std::vector<Elf64_Xword> ElfImage::DynamicValues(Elf64_Sxword tag) const {
  std::vector<Elf64_Xword> values;
  for (const Elf64_Phdr& segment : SegmentsOf(PT_DYNAMIC)) {
    for (const Elf64_Dyn& entry : TableAt<Elf64_Dyn>(
             bytes_, segment.p_offset, segment.p_filesz / sizeof(Elf64_Dyn))) {
      if (entry.d_tag == DT_NULL) break;
      if (entry.d_tag == tag) values.push_back(entry.d_un.d_val);
    }
  }
  return values;
}

Elf64_Xword ElfImage::DynamicFlags(Elf64_Sxword tag) const {
  Elf64_Xword flags = 0;
  for (const Elf64_Xword value : DynamicValues(tag)) flags |= value;
  return flags;
}

std::vector<std::string> ElfImage::SymbolNames() const {
  std::vector<std::string> names;
  const auto sections =
      TableAt<Elf64_Shdr>(bytes_, header_.e_shoff, header_.e_shnum);
  for (const Elf64_Shdr& section : sections) {
    if (section.sh_type != SHT_SYMTAB) continue;
    const size_t strings = sections.at(section.sh_link).sh_offset;
    for (const Elf64_Sym& symbol : TableAt<Elf64_Sym>(
             bytes_, section.sh_offset, section.sh_size / sizeof(Elf64_Sym))) {
      names.emplace_back(bytes_.data() + strings + symbol.st_name);
    }
  }
  return names;
}

size_t ElfImage::LoadedSize() const {
  size_t size = 0;
  for (const Elf64_Phdr& segment : SegmentsOf(PT_LOAD)) {
    size = std::max<size_t>(size, segment.p_offset + segment.p_filesz);
  }
  return size;
}

}  // namespace hermes::testing_artefact
