#include "gateway/api/idempotency.h"

#include <openssl/evp.h>

#include <boost/asio/this_coro.hpp>
#include <utility>

#include "absl/strings/str_cat.h"

namespace hermes::gateway::api {
namespace {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;

}  // namespace

struct IdempotencyMemory::Entry {
  Entry(const asio::any_io_executor& executor, std::string key_in,
        std::string fingerprint_in)
      : key(std::move(key_in)),
        fingerprint(std::move(fingerprint_in)),
        over(executor) {}

  const std::string key;
  const std::string fingerprint;
  AsyncEvent over;  // set when the request was answered or given up
  std::optional<RememberedResponse> reply;
  Clock::time_point finished_at;
};

IdempotencyMemory::IdempotencyMemory(Settings settings) : settings_(settings) {}

IdempotencyMemory::~IdempotencyMemory() = default;

IdempotencyMemory::Claim::~Claim() {
  if (entry_ == nullptr) return;
  memory_->Forget(entry_);
  entry_->over.Set();
}

void IdempotencyMemory::Claim::Finish(RememberedResponse reply) {
  const std::shared_ptr<Entry> entry = std::exchange(entry_, nullptr);
  // Drop it: it can be as large as SOUL.md, and a replay does not need it.
  reply.outcome.base_prompt = std::string();
  memory_->bytes_ += reply.outcome.text.size();
  entry->reply = std::move(reply);
  entry->finished_at = Clock::now();
  memory_->finished_.push_back(entry);
  entry->over.Set();
  memory_->Trim();
}

asio::awaitable<IdempotencyMemory::Decision> IdempotencyMemory::Ask(
    std::string key, std::string fingerprint, TurnStop& stop) {
  Decision decision;
  for (;;) {
    Trim();
    const auto found = entries_.find(key);
    if (found == entries_.end()) break;
    const std::shared_ptr<Entry> entry = found->second;
    if (entry->fingerprint != fingerprint) {
      decision.verdict = Verdict::kConflict;
      co_return decision;
    }
    if (entry->reply.has_value()) {
      decision.verdict = Verdict::kReplay;
      decision.replay = entry->reply;
      co_return decision;
    }
    co_await entry->over.Wait(stop);
    if (stop.requested()) co_return decision;
  }
  const auto entry = std::make_shared<Entry>(co_await asio::this_coro::executor,
                                             key, std::move(fingerprint));
  entries_[key] = entry;
  decision.verdict = Verdict::kAnswer;
  decision.claim = std::make_unique<Claim>(this, entry);
  co_return decision;
}

void IdempotencyMemory::Forget(const std::shared_ptr<Entry>& entry) {
  if (entry->reply.has_value()) bytes_ -= entry->reply->outcome.text.size();
  entries_.erase(entry->key);
}

void IdempotencyMemory::Trim() {
  const Clock::time_point too_old = Clock::now() - settings_.lifetime;
  while (!finished_.empty() &&
         (finished_.front()->finished_at < too_old ||
          finished_.size() > settings_.most || bytes_ > settings_.most_bytes)) {
    Forget(finished_.front());
    finished_.pop_front();
  }
}

std::string Fingerprint(std::string_view route, std::string_view session,
                        std::string_view body) {
  // The lengths make the concatenation unambiguous.
  const std::string head =
      absl::StrCat(route.size(), ":", std::string(route), session.size(), ":",
                   std::string(session));
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  EVP_DigestInit_ex(context, EVP_sha256(), nullptr);
  EVP_DigestUpdate(context, head.data(), head.size());
  EVP_DigestUpdate(context, body.data(), body.size());
  EVP_DigestFinal_ex(context, digest, &size);
  EVP_MD_CTX_free(context);
  return std::string(reinterpret_cast<const char*>(digest), size);
}

}  // namespace hermes::gateway::api
