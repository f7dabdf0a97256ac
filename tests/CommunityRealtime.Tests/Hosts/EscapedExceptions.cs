using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>Collects the exceptions of the chat that nobody looked at.</summary>
internal sealed partial class EscapedExceptions : IDisposable
{
    private readonly ConcurrentQueue<string> _escaped = new();

    public EscapedExceptions() => TaskScheduler.UnobservedTaskException += Add;

    /// <summary>Waits for the tasks that are garbage by now, and checks that none had failed unseen.</summary>
    public void AssertNone()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.True(_escaped.IsEmpty, string.Join("\n\n", _escaped));
    }

    public void Dispose() => TaskScheduler.UnobservedTaskException -= Add;

    /// <summary>
    /// Tests that run beside this one leave tasks of their clients and substitutes behind, some of them with exceptions of the chat's own
    /// types. What came out of the chat has passed a method of it.
    /// </summary>
    private void Add(object? sender, UnobservedTaskExceptionEventArgs args)
    {
        var text = args.Exception.ToString();
        if (FrameOfTheChat().IsMatch(text))
        {
            _escaped.Enqueue(text);
        }
    }

    [GeneratedRegex(@"^\s+at CommunityRealtime\.(?!Tests\.|TestSupport\.)", RegexOptions.Multiline)]
    private static partial Regex FrameOfTheChat();
}
