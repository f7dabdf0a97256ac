using CommunityRealtime.RateLimiting;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace CommunityRealtime.Tests.RateLimiting;

/// <summary>Settings are asked for seldom, and wherever they come from, nobody is held up by them.</summary>
public sealed class KnownCommunitySettingsTests : IDisposable
{
    private static readonly CommunityId Community = new(5);

    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedSettings _settings = new();
    private readonly LogCapture _logs = new();
    private readonly ILoggerFactory _loggers;
    private readonly KnownCommunitySettings _known;

    public KnownCommunitySettingsTests()
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(_logs));
        _known = new(_settings, _time, _loggers.CreateLogger<KnownCommunitySettings>());
    }

    public void Dispose() => _loggers.Dispose();

    [Fact]
    public async Task FindAsync_ManyTimesWithinFiveSeconds_AsksOnceForEachCommunity()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(TimeSpan.FromSeconds(30), await FindAsync(Community));
            await FindAsync(new("other"));
            _time.Advance(TimeSpan.FromMilliseconds(49));
        }

        Assert.Equal(2, _settings.Asked);
    }

    [Fact]
    public async Task FindAsync_AfterFiveSeconds_GivesWhatIsSetNow()
    {
        await FindAsync(Community);
        _settings.SlowMode = TimeSpan.FromSeconds(60);

        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(TimeSpan.FromSeconds(30), await FindAsync(Community));
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(TimeSpan.FromSeconds(60), await FindAsync(Community));
    }

    [Fact]
    public async Task FindAsync_WhileOneWaitsForNewOnes_GivesTheOthersThoseOfBefore()
    {
        await FindAsync(Community);
        _settings.SlowMode = TimeSpan.FromSeconds(60);
        var gate = _settings.Gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _time.Advance(TimeSpan.FromSeconds(5));

        var first = FindAsync(Community);
        Assert.Equal(TimeSpan.FromSeconds(30), await FindAsync(Community));
        Assert.False(first.IsCompleted);
        gate.SetResult();

        Assert.Equal(TimeSpan.FromSeconds(60), await first);
        Assert.Equal(2, _settings.Asked);
    }

    [Fact]
    public async Task FindAsync_OfSettingsThatFail_KeepsThoseOfBeforeAndLogsNoTextOfTheException()
    {
        await FindAsync(Community);
        _settings.Fails = true;
        _time.Advance(TimeSpan.FromSeconds(5));

        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(TimeSpan.FromSeconds(30), await FindAsync(Community));
        }

        Assert.Equal(2, _settings.Asked);
        var line = Assert.Single(_logs.Lines);
        Assert.Equal(1308, line.Id);
        Assert.DoesNotContain("secret of an exception", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FindAsync_OfSettingsThatAreNotKnownAndFail_GivesTheDefault()
    {
        _settings.Fails = true;

        Assert.Equal(TimeSpan.Zero, await FindAsync(Community));
    }

    [Fact]
    public async Task FindAsync_OfSettingsThatNeverCome_GivesUpAfterASecond()
    {
        _settings.Gate = new();

        var finding = FindAsync(Community);
        _time.Advance(TimeSpan.FromSeconds(0.9));
        Assert.False(finding.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.Equal(TimeSpan.Zero, await finding.WaitAsync(ChatClient.Deadline));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(21_601)]
    public void CommunitySettings_OutOfRange_AreRefused(int seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CommunitySettings { SlowMode = TimeSpan.FromSeconds(seconds) });

    [Fact]
    public void CommunitySettings_OfSixHours_AreTaken() =>
        Assert.Equal(CommunitySettings.MaxSlowMode, new CommunitySettings { SlowMode = TimeSpan.FromSeconds(21_600) }.SlowMode);

    private async Task<TimeSpan> FindAsync(CommunityId community) => (await _known.FindAsync(community)).SlowMode;

    private sealed class ScriptedSettings : ICommunitySettings
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public TimeSpan SlowMode { get; set; } = TimeSpan.FromSeconds(30);

        public bool Fails { get; set; }

        public TaskCompletionSource? Gate { get; set; }

        public async ValueTask<CommunitySettings> FindAsync(CommunityId community, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            if (Gate is { } gate)
            {
                // It does not look at its token.
                await gate.Task;
            }

            return Fails ? throw new InvalidOperationException("secret of an exception") : new() { SlowMode = SlowMode };
        }
    }
}
