using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace CommunityRealtime.EfCore.Messages.Appending;

/// <summary>The appends that wait for the next transaction. Every member may be called at the same time as any other.</summary>
internal sealed class AppendQueue
{
    private const int MaxAppends = 8192;

    /// <summary>32 MiB of text.</summary>
    private const long MaxCharacters = 16 * 1024 * 1024;

    private readonly Channel<PendingAppend> _appends = Channel.CreateBounded<PendingAppend>(MaxAppends);
    private long _characters;

    /// <summary>Whether nothing more is taken.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Adds an append unless the queue is full or closed.</summary>
    public bool TryAdd(PendingAppend append)
    {
        if (Interlocked.Add(ref _characters, append.Characters) <= MaxCharacters && _appends.Writer.TryWrite(append))
        {
            return true;
        }

        Interlocked.Add(ref _characters, -append.Characters);
        return false;
    }

    public bool TryTake([NotNullWhen(true)] out PendingAppend? append)
    {
        if (!_appends.Reader.TryRead(out append))
        {
            return false;
        }

        Interlocked.Add(ref _characters, -append.Characters);
        return true;
    }

    /// <summary>Waits until there is something to take.</summary>
    /// <returns><see langword="false"/> when nothing will ever come again.</returns>
    public ValueTask<bool> WaitAsync() => _appends.Reader.WaitToReadAsync();

    /// <summary>Takes nothing more. What waits can still be taken out.</summary>
    public void Close()
    {
        IsClosed = true;
        _appends.Writer.TryComplete();
    }
}
