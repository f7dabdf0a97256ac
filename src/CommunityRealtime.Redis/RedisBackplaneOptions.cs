using StackExchange.Redis;

namespace CommunityRealtime.Redis;

/// <summary>How the servers of one chat share a Redis. Read once at start-up; every mistake is reported there.</summary>
/// <remarks>
/// Redis is trusted with who is online, with who sends when, and with the messages on their way between the servers: protect it like the
/// database. Keys of rate limits hold no readable user id, but whoever can watch every command (<c>MONITOR</c>) can tell from the moment at
/// which one changes who wrote an anonymous message.
/// </remarks>
public sealed class RedisBackplaneOptions
{
    /// <summary>
    /// Where Redis is, as StackExchange.Redis writes it: <c>localhost:6379</c>, or <c>redis.example.com:6380,ssl=true,password=…</c>. Needed
    /// unless <see cref="ConfigurationOptions"/> is set.
    /// </summary>
    public string? Configuration { get; set; }

    /// <summary>Where Redis is, for settings that a text cannot hold. Wins over <see cref="Configuration"/>. Default <see langword="null"/>.</summary>
    /// <remarks>
    /// A copy is used. In it the chat sets <c>AbortOnConnectFail</c>, <c>BacklogPolicy</c>, <c>ConnectRetry</c> and <c>ReconnectRetryPolicy</c>,
    /// so that nothing waits for a Redis that is away, and <c>KeepAlive</c> unless it is set.
    /// </remarks>
    public ConfigurationOptions? ConfigurationOptions { get; set; }

    /// <summary>
    /// What every key and channel begins with. Default <c>community-chat</c>; 1 to 64 letters, digits, <c>:</c>, <c>.</c>, <c>_</c> and <c>-</c>. Two
    /// chats on one Redis need two, even in two of its databases.
    /// </summary>
    public string KeyPrefix { get; set; } = "community-chat";

    /// <summary>After how long the users of a server that was killed count as gone. Default 30 seconds; 1 second to 1 hour. A server renews what it says three times as often.</summary>
    public TimeSpan PresenceTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a message may wait for its author's shared account before the limit of this server alone holds. Default 100 milliseconds; 1 millisecond
    /// to 5 seconds. After such a wait Redis is left alone for a second.
    /// </summary>
    public TimeSpan RateLimitTimeout { get; set; } = TimeSpan.FromMilliseconds(100);
}
