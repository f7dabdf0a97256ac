using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace CommunityRealtime.Connections;

/// <summary>The one way out to a client: writes what waits, one chunk at a time, whoever brings it.</summary>
/// <remarks>
/// Whoever holds the path owns it. A pump that finds it held goes on to the next member: the owner looks for more work before it
/// lets go, and a pending write stays the owner until it completes. So nothing interleaves and nobody waits. Until the handshake is
/// made, the handshake owns it.
/// What waits is a part of it and not an object beside it: a pass over a room spends much of its time on fetching each member's objects.
/// </remarks>
internal sealed class OutboundPath(UserId user, IOutboundOwner owner) : OutboundBacklog(user)
{
    private IFrameSink? _sink;
    private Action? _goOn;
    private ConfiguredValueTaskAwaitable.ConfiguredValueTaskAwaiter _pending;
    private TaskCompletionSource? _drained;
    private int _owned = 1;
    private volatile bool _broken;

    /// <summary>Says where it leads, once: what was brought until now waits for this.</summary>
    public void Open(IFrameSink sink)
    {
        _sink = sink;
        Drain();
    }

    /// <summary>Writes what waits, unless somebody else is writing: they will find it.</summary>
    public void Kick()
    {
        if (TryOwn())
        {
            Drain();
        }
    }

    /// <summary>Hands on what a pass over the room brings. Never waits, and never throws.</summary>
    public void Pump(RoomPass pass)
    {
        try
        {
            if (!TryPump(pass) || IsHeld)
            {
                owner.OnHeldUp();
            }
        }
        catch (Exception exception)
        {
            // One member's mistake must not end the pass for the others.
            owner.OnFailed(exception);
        }
    }

    /// <summary>Writes what a pass over the room brings, unless somebody else is writing.</summary>
    /// <returns><see langword="false"/> when somebody else is; they will find it.</returns>
    public bool TryPump(RoomPass pass)
    {
        if (!TryOwn())
        {
            return false;
        }

        if (!TryTake(pass))
        {
            Drain();
        }
        else if (TryWrite(pass.Frames) && !TryLetGo())
        {
            Drain();
        }

        return true;
    }

    /// <summary>Waits, bounded, until everything is written, and then owns the path for ever: nothing is written after it.</summary>
    public async Task FinishAsync(TimeSpan patience)
    {
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _drained, drained);
        if (_broken || _sink is null)
        {
            return;
        }

        Kick();
        try
        {
            await drained.Task.WaitAsync(patience).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The client takes nothing. The server ends the connection under the pending write.
        }
    }

    // Interlocked throughout: the full fence is what makes "let go, then look once more" see all that came before.
    private bool TryOwn() => Interlocked.Exchange(ref _owned, 1) == 0;

    /// <summary>The owner's work: write until there is nothing left, then let go and look once more.</summary>
    private void Drain()
    {
        while (true)
        {
            if (Take() is { } chunk)
            {
                if (!TryWrite(chunk))
                {
                    return;
                }

                continue;
            }

            if (Volatile.Read(ref _drained) is { } drained)
            {
                drained.TrySetResult();
                return;
            }

            if (TryLetGo())
            {
                return;
            }
        }
    }

    /// <summary>Lets go and looks once more.</summary>
    /// <returns><see langword="false"/> when there is more to do, and the path is owned again.</returns>
    private bool TryLetGo()
    {
        Interlocked.Exchange(ref _owned, 0);
        return (!HasMore && Volatile.Read(ref _drained) is null) || !TryOwn();
    }

    /// <summary>Writes a chunk.</summary>
    /// <returns><see langword="true"/> when it is written; otherwise its completion goes on with the work.</returns>
    [SuppressMessage("Reliability", "CA2012", Justification = "The awaiter is used once: here, or in its continuation.")]
    private bool TryWrite(byte[] chunk)
    {
        try
        {
            _pending = _sink!.WriteAsync(chunk).ConfigureAwait(false).GetAwaiter();
            if (_pending.IsCompleted)
            {
                _pending.GetResult();
                return true;
            }

            _pending.UnsafeOnCompleted(_goOn ??= GoOn);
        }
        catch (Exception)
        {
            Break();
        }

        return false;
    }

    private void GoOn()
    {
        try
        {
            _pending.GetResult();
        }
        catch (Exception)
        {
            Break();
            return;
        }

        Drain();
    }

    /// <summary>The client is gone. The path stays owned, so nothing is written any more.</summary>
    private void Break()
    {
        _broken = true;
        Discard();
        Volatile.Read(ref _drained)?.TrySetResult();
        owner.OnSinkFailed();
    }
}
