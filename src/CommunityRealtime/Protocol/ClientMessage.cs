namespace CommunityRealtime.Protocol;

/// <summary>A <c>message</c> frame as a client sent it: well formed, its content not yet validated.</summary>
internal readonly record struct ClientMessage(string Content, bool IsAnonymous);
