using CommunityRealtime.Safety.Rules;

namespace CommunityRealtime.Safety;

/// <summary>Rules of the app's own, checked.</summary>
/// <param name="File">The rules.</param>
/// <param name="Community">Where they hold; everywhere without one.</param>
internal sealed record HostRules(RuleFile File, CommunityId? Community);
