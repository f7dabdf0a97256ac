using System.Reflection;
using CommunityRealtime.Connections;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>What a connection holds and does not show.</summary>
internal static class Internals
{
    /// <summary>The way out that was chosen for a connection; <see langword="null"/> until its handshake is made.</summary>
    public static IFrameSink? SinkOf(IChatConnection connection) => Field<IFrameSink?>(((SocketConnection)connection).Path);

    /// <summary>What waits for a connection's client.</summary>
    public static OutboundBacklog BacklogOf(IChatConnection connection) => ((SocketConnection)connection).Path;

    private static T Field<T>(object owner) => (T)owner.GetType()
        .GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Single(field => field.FieldType == typeof(T)).GetValue(owner)!;
}
