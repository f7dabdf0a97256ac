using CommunityRealtime.Broadcast;
using CommunityRealtime.Connections;
using CommunityRealtime.Membership;
using CommunityRealtime.Messages;
using CommunityRealtime.Validation;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>What feeds work with, around a store and a connection manager of the test's own.</summary>
internal static class TestFeeds
{
    public static FeedServices Services(
        IMessageStore store,
        IConnectionManager connections,
        ChatLimitsOptions? limits = null,
        TimeProvider? time = null,
        IBackplane? backplane = null,
        IDataProtectionProvider? keys = null)
    {
        var clock = time ?? TimeProvider.System;
        var mail = new BackplaneMail(
            backplane ?? new InProcessBackplane(),
            new EnvelopeFormat(keys ?? new EphemeralDataProtectionProvider()),
            new MembershipChanges(),
            TestMetrics.Create(),
            clock,
            NullLogger<BackplaneMail>.Instance);
        var metrics = TestMetrics.Create();
        return new(
            store,
            new RoomEvents(new MessageProjection(new())),
            connections,
            new SocketRegistry(Substitute.For<IHostApplicationLifetime>(), new(), metrics, TimeProvider.System),
            mail,
            new ComparisonRequests(),
            limits ?? new(),
            metrics,
            clock,
            NullLogger<FeedServices>.Instance);
    }
}
