using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CommunityRealtime.Safety.Model;

/// <summary>Two logistic regressions over <see cref="TextFeatures"/>, with weights of one byte: one for a crisis, one for harm.</summary>
/// <remarks>
/// A second opinion: alone it is wrong too often to decide anything. Immutable, safe from many threads, linear in the length of
/// the text, and without allocations. tools/SafetyModel trains it and writes its file.
/// </remarks>
internal sealed class LinearModel
{
    /// <summary>How many classes it knows.</summary>
    public const int Heads = 2;

    private const string ResourceName = "CommunityRealtime.Safety.Model.second-opinion.bin";
    private const uint Format = 0x314F_5332; // "2SO1"
    private const int HeaderLength = 4 + (Heads * 2 * sizeof(float));

    private static readonly Lazy<LinearModel> LazyBuiltIn = new(ReadBuiltIn);

    private readonly float[] _bias = new float[Heads];
    private readonly float[] _scale = new float[Heads];
    private readonly sbyte[] _weights;

    /// <summary>Reads a file of weights.</summary>
    /// <exception cref="InvalidDataException">The file is none, or of another version.</exception>
    public LinearModel(ReadOnlySpan<byte> file)
    {
        if (file.Length != HeaderLength + (TextFeatures.Buckets * Heads) || BinaryPrimitives.ReadUInt32LittleEndian(file) != Format)
        {
            throw new InvalidDataException("These are no weights of the second opinion, or weights of another version. Train them again with tools/SafetyModel.");
        }

        for (var head = 0; head < Heads; head++)
        {
            _bias[head] = BinaryPrimitives.ReadSingleLittleEndian(file[(4 + (head * 8))..]);
            _scale[head] = BinaryPrimitives.ReadSingleLittleEndian(file[(8 + (head * 8))..]);
        }

        _weights = new sbyte[TextFeatures.Buckets * Heads];
        for (var i = 0; i < _weights.Length; i++)
        {
            _weights[i] = (sbyte)file[HeaderLength + i];
        }

        Version = Convert.ToHexStringLower(SHA256.HashData(file).AsSpan(0, 6));
    }

    /// <summary>The model that comes with the library.</summary>
    public static LinearModel BuiltIn => LazyBuiltIn.Value;

    /// <summary>Twelve hexadecimal digits that change with the weights.</summary>
    public string Version { get; }

    /// <summary>Writes weights as a file: biases and scales, then for each bucket one byte a class.</summary>
    /// <param name="bias">One number a class.</param>
    /// <param name="weights">For each bucket one number a class.</param>
    public static byte[] Write(ReadOnlySpan<float> bias, ReadOnlySpan<float> weights)
    {
        var file = new byte[HeaderLength + weights.Length];
        BinaryPrimitives.WriteUInt32LittleEndian(file, Format);
        for (var head = 0; head < Heads; head++)
        {
            var largest = 1e-6f;
            for (var i = head; i < weights.Length; i += Heads)
            {
                largest = Math.Max(largest, Math.Abs(weights[i]));
            }

            var scale = largest / sbyte.MaxValue;
            BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(4 + (head * 8)), bias[head]);
            BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(8 + (head * 8)), scale);
            for (var i = head; i < weights.Length; i += Heads)
            {
                file[HeaderLength + i] = (byte)(sbyte)MathF.Round(weights[i] / scale);
            }
        }

        return file;
    }

    /// <summary>Judges a text by its likeliest sentence.</summary>
    public ModelOpinion Judge(ReadOnlySpan<char> text)
    {
        var sink = new Sink(_weights, _bias, _scale);
        TextFeatures.Read(text, ref sink);
        return new ModelOpinion(Logistic(sink.Crisis), Logistic(sink.Harm));
    }

    private static float Logistic(float value) => 1 / (1 + MathF.Exp(-value));

    private static LinearModel ReadBuiltIn()
    {
        using var stream = typeof(LinearModel).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidDataException($"The resource {ResourceName} is missing.");
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return new LinearModel(file);
    }

    private struct Sink(sbyte[] weights, float[] bias, float[] scale) : IFeatureSink
    {
        private int _crisis;
        private int _harm;
        private int _count;

        public float Crisis { get; private set; } = float.NegativeInfinity;

        public float Harm { get; private set; } = float.NegativeInfinity;

        public void Add(int bucket)
        {
            _crisis += weights[bucket * Heads];
            _harm += weights[(bucket * Heads) + 1];
            _count++;
        }

        public void EndSentence()
        {
            var length = MathF.Sqrt(_count);
            Crisis = Math.Max(Crisis, bias[0] + (scale[0] * _crisis / length));
            Harm = Math.Max(Harm, bias[1] + (scale[1] * _harm / length));
            _crisis = 0;
            _harm = 0;
            _count = 0;
        }
    }
}
