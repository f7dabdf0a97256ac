using System.IO.Pipelines;
using CommunityRealtime.Connections;
using CommunityRealtime.Tests.Hosts;

namespace CommunityRealtime.Tests.Connections;

/// <summary>One frame at a time, however its bytes come.</summary>
public sealed class FramePipeTests
{
    /// <summary>Sizes on both sides of each length format of RFC 6455, section 5.2.</summary>
    private static readonly int[] Sizes = [0, 1, 125, 126, 300, 65_535, 65_536];

    private readonly Pipe _pipe = new();
    private readonly CountingWatch _watch = new();
    private readonly FramePipe _frames;

    public FramePipeTests() => _frames = new(_pipe.Reader, _watch);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000_000)]
    public async Task ReadAsync_OfFramesInPieces_NeverPassesTheEndOfAFrame(int pieceBytes)
    {
        var frames = Sizes.Select(size => ClientFrame.Text(new string('x', size))).ToArray();
        var writing = WriteAsync(frames.SelectMany(frame => frame).ToArray(), pieceBytes);

        foreach (var frame in frames)
        {
            Assert.True(_frames.HasBegun(await _frames.WaitAsync()));
            Assert.Equal(frame, await ReadUpToAsync(frame.Length));
        }

        await writing;
        Assert.True(_frames.HasBegun(await _frames.WaitAsync()));
        Assert.Equal(0, await _frames.ReadAsync(new byte[10]));
    }

    [Fact]
    public async Task HasBegun_OfPongs_DropsThemAndFindsTheFrameBehindThem()
    {
        byte[] pong = [0x8A, 0x82, 1, 2, 3, 4, 5, 6];
        var frame = ClientFrame.Text("x");

        await _pipe.Writer.WriteAsync(pong);
        Assert.False(_frames.HasBegun(await _frames.WaitAsync()));

        await _pipe.Writer.WriteAsync(new[] { pong, pong, frame }.SelectMany(bytes => bytes).ToArray());
        Assert.True(_frames.HasBegun(await _frames.WaitAsync()));
        Assert.Equal(frame, await ReadUpToAsync(frame.Length));
    }

    [Fact]
    public async Task ReadAsync_InsideAFrameThatEnds_SaysSo()
    {
        await _pipe.Writer.WriteAsync(ClientFrame.Text("whole").AsMemory(..4));
        await _pipe.Writer.CompleteAsync();

        Assert.True(_frames.HasBegun(await _frames.WaitAsync()));
        Assert.Equal(4, (await ReadUpToAsync(100)).Length);
    }

    [Fact]
    public async Task Fragments_OfFramesWithPingsBetween_AreThoseOfTheCurrentFrame()
    {
        byte[][] parts =
        [
            ClientFrame.Text("whole"), ClientFrame.FirstFragment("one"), ClientFrame.Ping("x"), ClientFrame.Continuation("two"),
            ClientFrame.Continuation("three", isLast: true), ClientFrame.Text("whole"),
        ];
        var counts = new List<int>();

        foreach (var part in parts)
        {
            await _pipe.Writer.WriteAsync(part);
            await ReadUpToAsync(part.Length);
            counts.Add(_frames.Fragments);
        }

        Assert.Equal([1, 1, 1, 2, 3, 1], counts);
    }

    [Fact]
    public async Task ReadAsync_OfTheFirstByteOfAFrame_TellsThatItBegins()
    {
        await _pipe.Writer.WriteAsync(ClientFrame.Text("x").AsMemory(..1));

        var reading = _frames.ReadAsync(new byte[100]).AsTask();

        Assert.Equal(1, _watch.Begun);
        Assert.False(reading.IsCompleted);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(100)]
    public async Task ReadAsync_OfAPing_TellsOfNoFrame(int bytes)
    {
        var ping = ClientFrame.Ping("x");
        await _pipe.Writer.WriteAsync(ping.AsMemory(..Math.Min(bytes, ping.Length)));

        _ = _frames.ReadAsync(new byte[100]).AsTask();

        Assert.Equal(0, _watch.Begun);
    }

    private async Task WriteAsync(byte[] bytes, int pieceBytes)
    {
        foreach (var piece in bytes.Chunk(pieceBytes))
        {
            await _pipe.Writer.WriteAsync(piece);
        }

        await _pipe.Writer.CompleteAsync();
    }

    /// <summary>Reads with a buffer that would take much more, as the platform does.</summary>
    private async Task<byte[]> ReadUpToAsync(int length)
    {
        using var deadline = new CancellationTokenSource(ChatClient.Deadline);
        var read = new List<byte>();
        var buffer = new byte[100_000];
        while (read.Count < length)
        {
            var count = await _frames.ReadAsync(buffer).AsTask().WaitAsync(deadline.Token);
            if (count == 0)
            {
                break;
            }

            read.AddRange(buffer.AsSpan(0, count));
        }

        return [.. read];
    }

    private sealed class CountingWatch : IFrameWatch
    {
        public int Begun { get; private set; }

        public void BeginFrame() => Begun++;

        public bool EndFrame() => true;
    }
}
