using CommunityRealtime.TestSupport.Hosts;

namespace CommunityRealtime.Sample.Tests.Support;

/// <summary>One running sample in Development, on SQLite, for all tests of a class.</summary>
public sealed class SampleHostFixture : IAsyncLifetime
{
    public SampleHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await SampleHost.StartAsync();

    public async Task DisposeAsync() => await Host.DisposeAsync();
}
