using System.Linq.Expressions;
using System.Text;
using CommunityRealtime.Protocol;
using CommunityRealtime.TestSupport;

namespace CommunityRealtime.Fuzzing;

/// <summary>Half a minute of inputs that are chosen by the branches that they take in the reader.</summary>
public sealed class FuzzingTests
{
    private const int PlantedInputs = 1_000_000;

    private static readonly TimeSpan Time = TimeSpan.FromSeconds(30);

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [Fact]
    public void Read_WhateverComes_NeverThrowsAndAgreesWithTheIndependentReader()
    {
        var copy = new InstrumentedAssembly(typeof(ClientFrameReader).Assembly, type => type.StartsWith("CommunityRealtime.Protocol.", StringComparison.Ordinal));
        var read = InstrumentedReader(copy);
        var fuzzer = new CoverageGuidedFuzzer(
            input =>
            {
                Check(read, input, ChatProfile.Plain);
                Check(read, input, ChatProfile.V1);
            },
            FrameWords.Frames.Select(Encoding.UTF8.GetBytes),
            FrameWords.Pieces.Concat(FrameWords.Keys).Concat(FrameWords.Values).Select(Encoding.UTF8.GetBytes),
            seed: Environment.TickCount);

        var found = fuzzer.Run(Time);

        Assert.True(found is null, found is { } one ? $"{Convert.ToBase64String(one.Input)}\n{one.Exception}" : null);
        Assert.InRange(fuzzer.Tried, 50_000, long.MaxValue);
        Assert.InRange(fuzzer.Corpus, FrameWords.Frames.Count + 20, int.MaxValue);
    }

    /// <summary>The control: what takes four right bytes is found by going on from what three of them reach, and not by chance.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PlantedMistake_IsFoundByGuidanceAndNotByChance(bool isGuided)
    {
        var copy = new InstrumentedAssembly(typeof(PlantedReader).Assembly, type => type == typeof(PlantedReader).FullName);
        var read = copy.Instrumented.GetType(typeof(PlantedReader).FullName!)!.GetMethod(nameof(PlantedReader.Read))!.CreateDelegate<Action<byte[]>>();
        var fuzzer = new CoverageGuidedFuzzer(read, ["hello"u8.ToArray()], [" "u8.ToArray()], seed: 1, isGuided);

        var found = fuzzer.Run(TimeSpan.FromMinutes(1), PlantedInputs);

        Assert.Equal(isGuided, found is { Exception: InvalidOperationException });
    }

    private static void Check(Func<ReadOnlyMemory<byte>, ChatProfile, FrameVerdict> read, byte[] input, ChatProfile profile)
    {
        string text;
        try
        {
            text = StrictUtf8.GetString(input);
        }
        catch (DecoderFallbackException)
        {
            // The socket is closed before the reader sees it; all the same it must not throw.
            read(input, profile);
            return;
        }

        var (verdict, expected) = (read(input, profile), IndependentFrameReader.Read(text, profile == ChatProfile.V1));
        if (verdict != expected)
        {
            throw new InvalidOperationException($"{profile}: read {verdict}, expected {expected}");
        }
    }

    /// <summary>The instrumented copy's reader; its types are not those that this code was compiled with.</summary>
    private static Func<ReadOnlyMemory<byte>, ChatProfile, FrameVerdict> InstrumentedReader(InstrumentedAssembly copy)
    {
        var method = copy.Instrumented.GetType(typeof(ClientFrameReader).FullName!)!.GetMethod(nameof(ClientFrameReader.Read), [typeof(ReadOnlyMemory<byte>), typeof(ChatProfile)])!;
        var (utf8, profile) = (Expression.Parameter(typeof(ReadOnlyMemory<byte>)), Expression.Parameter(typeof(ChatProfile)));
        var frame = Expression.Variable(method.ReturnType);
        Expression Property(string name) => Expression.Property(frame, name);
        var message = Property(nameof(ClientFrame.Message));
        Expression OfMessage(string name, Type type) => Expression.Condition(
            Expression.Property(message, nameof(Nullable<int>.HasValue)), Expression.Property(Expression.Property(message, nameof(Nullable<int>.Value)), name), Expression.Default(type));
        var verdict = Expression.Condition(
            Expression.ReferenceNotEqual(Property(nameof(ClientFrame.Error)), Expression.Constant(null)),
            Expression.Constant(FrameVerdict.Refused),
            Expression.New(
                typeof(FrameVerdict).GetConstructor([typeof(string), typeof(bool), typeof(string), typeof(string), typeof(bool)])!,
                OfMessage(nameof(ClientMessage.Content), typeof(string)),
                OfMessage(nameof(ClientMessage.IsAnonymous), typeof(bool)),
                Property(nameof(ClientFrame.ClientId)),
                Property(nameof(ClientFrame.Token)),
                Property(nameof(ClientFrame.IsPong))));
        var body = Expression.Block([frame], Expression.Assign(frame, Expression.Call(method, utf8, profile)), verdict);
        return Expression.Lambda<Func<ReadOnlyMemory<byte>, ChatProfile, FrameVerdict>>(body, utf8, profile).Compile();
    }
}
