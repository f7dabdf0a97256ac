using System.Collections.Concurrent;
using CommunityRealtime.Crisis;

namespace CommunityRealtime.Tests.Crisis;

/// <summary>A channel that writes down what it gets, and fails as often as it is told.</summary>
internal sealed class RecordingNotifier(string name = "pager") : ICrisisNotifier
{
    private readonly ConcurrentQueue<CrisisNotice> _attempts = new();
    private readonly ConcurrentQueue<CrisisNotice> _taken = new();

    public string Name => name;

    /// <summary>How many attempts fail from now on.</summary>
    public int Failures { get; set; }

    /// <summary>Every attempt.</summary>
    public IReadOnlyList<CrisisNotice> Attempts => [.. _attempts];

    /// <summary>What was taken.</summary>
    public IReadOnlyList<CrisisNotice> Taken => [.. _taken];

    public ValueTask NotifyAsync(CrisisNotice notice, CancellationToken cancellationToken)
    {
        _attempts.Enqueue(notice);
        if (Failures-- > 0)
        {
            throw new HttpRequestException();
        }

        _taken.Enqueue(notice);
        return ValueTask.CompletedTask;
    }
}
