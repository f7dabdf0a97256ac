using CommunityRealtime.Authentication;

namespace CommunityRealtime.Membership;

/// <summary>What authentication found of a request, kept with it, so that nobody checks its token twice.</summary>
/// <param name="User">Who it is; <see langword="null"/> when the request is refused.</param>
/// <param name="Refusal">Why it is refused.</param>
internal sealed record Identification(ChatUser? User, Refusal? Refusal);
