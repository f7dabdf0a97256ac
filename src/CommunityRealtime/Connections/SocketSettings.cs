using CommunityRealtime.Diagnostics;
using CommunityRealtime.RateLimiting;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Connections;

/// <summary>What all sockets of the server share.</summary>
/// <param name="MaxQueuedBytes">How far a client may fall behind.</param>
/// <param name="ReconnectSpread">Over how long the clients of a server that goes down come back.</param>
/// <param name="Refusals">How many of a client's frames may be refused.</param>
/// <param name="Metrics">Where closings are counted.</param>
/// <param name="Logger">Where they are told.</param>
internal sealed record SocketSettings(int MaxQueuedBytes, TimeSpan ReconnectSpread, RefusalLimit Refusals, ChatMetrics Metrics, ILogger Logger);
