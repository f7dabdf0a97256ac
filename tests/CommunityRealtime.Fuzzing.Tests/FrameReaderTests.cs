using System.Text;
using System.Text.Json;
using CommunityRealtime.Protocol;

namespace CommunityRealtime.Fuzzing;

/// <summary>The library's reader and an independent one must understand every frame alike.</summary>
public sealed class FrameReaderTests
{
    private const int Frames = 20_000;

    private static readonly JsonSerializerOptions Lax = JsonSerializerOptions.Web;

    [Theory]
    [InlineData(ChatProfile.Plain)]
    [InlineData(ChatProfile.V1)]
    public void Read_MutatedFrames_AgreesWithTheIndependentReader(ChatProfile profile)
    {
        var frames = new MutatedFrames(seed: 20_261_124);
        var (taken, refused) = (0, 0);
        for (var i = 0; i < Frames; i++)
        {
            var frame = frames.Next();
            var expected = IndependentFrameReader.Read(frame, profile == ChatProfile.V1);

            var read = LibraryReader.VerdictOf(ClientFrameReader.Read(Encoding.UTF8.GetBytes(frame), profile));

            Assert.True(read == expected, $"{JsonSerializer.Serialize(frame)}\nread:     {read}\nexpected: {expected}");
            _ = read == FrameVerdict.Refused ? refused++ : taken++;
        }

        Assert.InRange(taken, Frames / 10, Frames);
        Assert.InRange(refused, Frames / 10, Frames);
    }

    /// <summary>The control: a reader as one writes it in a minute does not agree.</summary>
    [Fact]
    public void Read_ByASerializerWithDefaults_DisagreesWithTheIndependentReader()
    {
        var frames = new MutatedFrames(seed: 20_261_124);
        var disagreements = 0;
        for (var i = 0; i < Frames; i++)
        {
            var frame = frames.Next();
            if (ReadLaxly(frame) != IndependentFrameReader.Read(frame, isV1: false))
            {
                disagreements++;
            }
        }

        Assert.InRange(disagreements, 100, Frames);
    }

    private static FrameVerdict ReadLaxly(string frame)
    {
        try
        {
            return JsonSerializer.Deserialize<LaxFrame>(frame, Lax) is { Type: "message" } read ? new(read.Content ?? string.Empty, read.IsAnonymous) : FrameVerdict.Refused;
        }
        catch (JsonException)
        {
            return FrameVerdict.Refused;
        }
    }

    private sealed record LaxFrame(string? Type, string? Content, [property: System.Text.Json.Serialization.JsonPropertyName("is_anonymous")] bool IsAnonymous);
}
