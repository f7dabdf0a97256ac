using System.Text;
using CommunityRealtime.Connections;
using CommunityRealtime.Protocol;
using CommunityRealtime.Tests.Hosts;

namespace CommunityRealtime.Tests.Connections;

/// <summary>What a client gets, and in which order, whoever is fast or slow.</summary>
public sealed class OutboundPathTests : IOutboundOwner
{
    private static readonly UserId Reader = new(42);

    private readonly RecordingSink _sink = new();
    private readonly Room _room = new(ChatProfile.Plain, TestMetrics.Create());
    private readonly OutboundPath _path;
    private readonly RoomNode _first;
    private bool _failed;

    public OutboundPathTests()
    {
        _first = _room.Tail;
        _path = new(Reader, this);
        _path.Open(_sink);
        _path.TryEnter(_room);
    }

    void IOutboundOwner.OnHeldUp()
    {
    }

    void IOutboundOwner.OnFailed(Exception exception) => throw new InvalidOperationException("Nothing here may fail.", exception);

    void IOutboundOwner.OnSinkFailed() => _failed = true;

    [Fact]
    public void TryPump_InStep_WritesTheSharedBytes()
    {
        var pass = Append("a", "b");

        Assert.True(_path.TryPump(pass));

        Assert.Same(pass.Frames, Assert.Single(_sink.Chunks));
        Assert.Equal("a b", _sink.Text);
        Assert.Equal(0, _path.Bytes);
    }

    [Fact]
    public void Open_WritesWhatCameBeforeIt()
    {
        var path = new OutboundPath(Reader, this);
        path.TryEnter(_room);
        Append("a");
        path.TryEnqueue(WebSocketFrame.Text("answer"u8));

        path.Kick();
        Assert.Empty(_sink.Chunks);
        path.Open(_sink);

        Assert.Equal("a answer", _sink.Text);
    }

    [Fact]
    public async Task TryPump_WhileAWriteIsPending_GivesWayAndTheWriterCatchesUp()
    {
        var write = _sink.Hold();
        _path.TryPump(Append("a"));

        Assert.False(_path.TryPump(Append("b")));
        Assert.False(_path.TryPump(Append("c")));
        Assert.Equal(_room.Tail.TotalBytes * 2 / 3, _path.Bytes);
        await FinishAsync(write);

        Assert.Equal("a b c", _sink.Text);
        Assert.Equal(2, _sink.Chunks.Count);
    }

    [Fact]
    public void TryPump_ForAnAuthor_WritesTheAuthorsVariant()
    {
        _room.Append(new OwnEvent());

        _path.TryPump(RoomPass.Between(_first, _room.Tail));

        Assert.Equal("own", _sink.Text);
    }

    [Fact]
    public async Task TryEnqueue_AfterAMessageWasAppended_DoesNotOvertakeIt()
    {
        var write = _sink.Hold();
        _path.TryPump(Append("a"));
        Append("b");
        Enqueue(Frame("answer to b"));
        await FinishAsync(write);

        Assert.Equal("a b answer to b", _sink.Text);
    }

    [Fact]
    public async Task Collect_FarBehind_WritesPiecesAndAnswersLast()
    {
        var write = _sink.Hold();
        _path.TryPump(Append("a"));
        var large = new string('x', 30_000);
        Append(large, large, large, large, large);
        Enqueue(Frame("answer"));
        await FinishAsync(write);

        Assert.True(_sink.Chunks.Count > 2);
        Assert.All(_sink.Chunks, chunk => Assert.InRange(chunk.Length, 1, 100_000));
        Assert.Equal($"a {large} {large} {large} {large} {large} answer", _sink.Text);
    }

    [Fact]
    public async Task Take_FarBehind_LeavesOutWhatWasNeverStored()
    {
        var write = _sink.Hold();
        _path.TryPump(Append("a"));
        for (var i = 0; i < 3; i++)
        {
            _room.Append(new EncodedRoomEvent(new(5), 0, new byte[30_000]));
        }

        Append("b");
        Assert.InRange(_path.Bytes, 1, 100);
        Assert.InRange(_path.HeldBytes, 90_000, 100_000);
        await FinishAsync(write);

        Assert.Equal("a b", _sink.Text);
    }

    [Fact]
    public void Take_InStep_BringsWhatWasNeverStored()
    {
        _room.Append(new EncodedRoomEvent(new(5), 0, "typing"u8.ToArray()));

        _path.TryPump(RoomPass.Between(_first, _room.Tail));

        Assert.Equal("typing", _sink.Text);
    }

    [Fact]
    public async Task Seal_BehindWork_WritesItFirstAndNothingAfterwards()
    {
        var write = _sink.Hold();
        _path.TryPump(Append("a"));
        Append("b");
        Enqueue(Frame("c"));
        Seal(Frame("bye"), discard: false);
        Append("late");
        Assert.False(Enqueue(Frame("later")));
        await FinishAsync(write);

        Assert.Equal("a b c bye", _sink.Text);
    }

    [Fact]
    public async Task Seal_WithDiscard_DropsWhatWaits()
    {
        var write = _sink.Hold();
        _path.TryPump(Append("a"));
        Append("b");
        Enqueue(Frame("c"));
        Seal(Frame("bye"), discard: true);
        await FinishAsync(write);

        Assert.Equal("a bye", _sink.Text);
    }

    [Fact]
    public void Hold_ThenRelease_LetsThroughWhatTheReplayDidNotBring()
    {
        _path.Hold();
        for (var i = 1; i <= 4; i++)
        {
            _path.TryPump(Append($"{i}"));
        }

        Assert.Empty(_sink.Chunks);
        Enqueue(Frame("replayed"));

        Assert.True(Release(lastReplayed: 2));
        Assert.Equal("replayed 3 4", _sink.Text);
    }

    [Fact]
    public void Release_BeforeTheRoomHasWhatTheStoreHad_RepeatsNothing()
    {
        _path.Hold();
        _path.TryPump(Append("1"));
        Assert.True(Release(lastReplayed: 3));

        _path.TryPump(Append("2"));
        _path.TryPump(Append("3", "4"));
        _path.TryPump(Append("5"));

        Assert.Equal("4 5", _sink.Text);
    }

    [Fact]
    public async Task Release_WhileReplayedFramesStillWait_KeepsThemBeforeTheRoom()
    {
        _path.Hold();
        var write = _sink.Hold();
        Enqueue(Frame("1"));
        Enqueue(Frame("2"));
        _path.TryPump(Append("1", "2", "3"));

        Assert.True(Release(lastReplayed: 2));
        Enqueue(Frame("answer"));
        await FinishAsync(write);

        Assert.Equal("1 2 3 answer", _sink.Text);
    }

    [Fact]
    public void Hold_OfTooMuch_SaysOnceThatTheReplayHasToReadOn()
    {
        _path.Hold();
        Append("1", "2", "3");
        _path.LimitHeld(maxBytes: 5);
        Append("4");

        Assert.False(Release(lastReplayed: 1));
        Assert.True(Release(lastReplayed: 3));
        Assert.Equal("4", _sink.Text);
    }

    [Fact]
    public async Task FinishAsync_WhileAWriteIsPending_WaitsAndThenOwnsThePath()
    {
        var write = _sink.Hold();
        _path.TryPump(Append("a"));
        Seal(Frame("bye"), discard: false);
        var finishing = _path.FinishAsync(TimeSpan.FromSeconds(10));
        Assert.False(finishing.IsCompleted);
        write.SetResult();
        await finishing;

        Assert.Equal("a bye", _sink.Text);
        Assert.False(_path.TryPump(Append("late")));
    }

    [Fact]
    public async Task FinishAsync_OfAClientThatTakesNothing_IsBounded()
    {
        _sink.Hold();
        _path.TryPump(Append("a"));

        await _path.FinishAsync(TimeSpan.FromMilliseconds(50));
    }

    /// <summary>A client that took nothing until the patience was over may take its pending write just then.</summary>
    [Fact]
    public void Discard_WhileTheOwnerTakes_EndsItQuietly()
    {
        Append([.. Enumerable.Range(0, 100).Select(number => $"{number}")]);
        for (var round = 0; round < 20_000; round++)
        {
            var backlog = new OutboundBacklog(Reader);
            backlog.TryEnter(_room);
            _room.Append(Event(1, "a"));
            backlog.TryEnqueue(Frame("answer"));

            Parallel.Invoke(() => backlog.Take(), backlog.Discard);

            Assert.Null(backlog.Take());
            Assert.Equal(0, backlog.HeldBytes);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_ThatFails_EndsThePathAndNothingElse(bool atOnce)
    {
        var write = _sink.Hold();
        if (atOnce)
        {
            write.SetException(new IOException());
        }

        _path.TryPump(Append("a"));
        if (!atOnce)
        {
            write.SetException(new IOException());
        }

        await _path.FinishAsync(TimeSpan.FromSeconds(10));

        Assert.True(_failed);
        Assert.False(_path.TryPump(Append("b")));
        Assert.False(Enqueue(Frame("c")));
    }

    [Fact]
    public async Task EverythingAtOnce_FromManyThreads_ComesOnceAndInOrder()
    {
        const int Each = 2_000;
        _sink.CompletesLater = true;
        var appending = Task.Run(() =>
        {
            for (var i = 1; i <= Each; i++)
            {
                var from = _room.Tail;
                _room.Append(Event(i, $"r{i}"));
                _path.TryPump(RoomPass.Between(from, _room.Tail));
            }
        });
        var answering = Enumerable.Range(0, 3).Select(writer => Task.Run(() =>
        {
            for (var i = 1; i <= Each; i++)
            {
                Enqueue(Frame($"p{writer}-{i}"));
            }
        }));
        await Task.WhenAll([appending, .. answering]);
        Seal(Frame("bye"), discard: false);
        await _path.FinishAsync(TimeSpan.FromSeconds(10));

        var words = _sink.Text.Split(' ');
        Assert.Equal((4 * Each) + 1, words.Length);
        Assert.Equal("bye", words[^1]);
        Assert.Equal(Enumerable.Range(1, Each).Select(i => $"r{i}"), words.Where(word => word[0] == 'r'));
        for (var writer = 0; writer < 3; writer++)
        {
            Assert.Equal(Enumerable.Range(1, Each).Select(i => $"p{writer}-{i}"), words.Where(word => word.StartsWith($"p{writer}-", StringComparison.Ordinal)));
        }
    }


    /// <summary>Completes a write and lets the path do all that waits.</summary>
    private async Task FinishAsync(TaskCompletionSource write)
    {
        write.SetResult();
        await _path.FinishAsync(TimeSpan.FromSeconds(10));
    }

    private bool Enqueue(byte[] frame)
    {
        var taken = _path.TryEnqueue(frame);
        _path.Kick();
        return taken;
    }

    private void Seal(byte[] last, bool discard)
    {
        _path.Seal(last, discard);
        _path.Kick();
    }

    private bool Release(long lastReplayed)
    {
        var released = _path.TryRelease(lastReplayed);
        _path.Kick();
        return released;
    }

    private static byte[] Frame(string text) => WebSocketFrame.Text(Encoding.UTF8.GetBytes(text));

    private static EncodedRoomEvent Event(long sequence, string text) => new EncodedRoomEvent(new(5), sequence, Encoding.UTF8.GetBytes(text));

    private RoomPass Append(params string[] texts)
    {
        var from = _room.Tail;
        foreach (var text in texts)
        {
            _room.Append(Event(++_sequence, text));
        }

        return RoomPass.Between(from, _room.Tail);
    }

    private long _sequence;

    /// <summary>Tells its author something else.</summary>
    private sealed class OwnEvent : RoomEvent
    {
        public override CommunityId Community => new(5);

        public override long Sequence => 1;

        public override UserId? Author => Reader;

        public override ReadOnlyMemory<byte> GetPayload(ChatProfile profile) => "other"u8.ToArray();

        public override ReadOnlyMemory<byte> GetAuthorPayload(ChatProfile profile) => "own"u8.ToArray();
    }

    /// <summary>A client whose speed the test decides.</summary>
    private sealed class RecordingSink : IFrameSink
    {
        private TaskCompletionSource? _held;

        public List<byte[]> Chunks { get; } = [];

        public bool CompletesLater { get; set; }

        /// <summary>The texts of all frames, in the order in which they were written.</summary>
        public string Text
        {
            get
            {
                var texts = new List<string>();
                foreach (var chunk in Chunks)
                {
                    for (ReadOnlyMemory<byte> rest = chunk; !rest.IsEmpty;)
                    {
                        texts.Add(Encoding.UTF8.GetString(WebSocketFrame.TakeFirst(ref rest).Span));
                    }
                }

                return string.Join(' ', texts);
            }
        }

        /// <summary>The next write is pending until the test completes it.</summary>
        public TaskCompletionSource Hold() => _held = new();

        public ValueTask WriteAsync(ReadOnlyMemory<byte> chunk)
        {
            System.Runtime.InteropServices.MemoryMarshal.TryGetArray(chunk, out var array);
            Chunks.Add(array.Array!);
            if (_held is { } held)
            {
                _held = null;
                return new(held.Task);
            }

            return CompletesLater && Chunks.Count % 3 == 0 ? new(Task.Run(() => { })) : ValueTask.CompletedTask;
        }
    }
}
