using System.Collections.Concurrent;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>Collects the exceptions of the chat that nobody looked at.</summary>
internal sealed class EscapedExceptions : IDisposable
{
    private readonly ConcurrentQueue<string> _escaped = new();

    public EscapedExceptions() => TaskScheduler.UnobservedTaskException += Add;

    /// <summary>Waits for the tasks that are garbage by now, and checks that none had failed unseen.</summary>
    public void AssertNone()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Empty(_escaped);
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= Add;

    /// <summary>Tests that run beside this one leave tasks of their clients behind; those do not count.</summary>
    private void Add(object? sender, UnobservedTaskExceptionEventArgs args)
    {
        var text = args.Exception.ToString();
        if (text.Replace("CommunityRealtime.Tests", string.Empty, StringComparison.Ordinal).Contains("CommunityRealtime.", StringComparison.Ordinal))
        {
            _escaped.Enqueue(text);
        }
    }
}
