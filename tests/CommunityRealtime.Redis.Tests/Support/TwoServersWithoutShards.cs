namespace CommunityRealtime.Redis.Tests.Support;

/// <summary>Two servers on a Redis without sharded channels, as before version 7 or where they are not allowed.</summary>
public sealed class TwoServersWithoutShards : TwoServers
{
    protected override Task PrepareAsync() => Redis.CommandAsync("ACL", "SETUSER", "default", "-spublish", "-ssubscribe");
}
