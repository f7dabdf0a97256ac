using CommunityRealtime.Safety.Model;

namespace CommunityRealtime.SafetyModel;

/// <summary>Logistic regression by AdaGrad. A line is as likely as its likeliest sentence, in training as in use. Same lines, same weights.</summary>
internal sealed class Trainer
{
    private const int Epochs = 8;
    private const int Seed = 20_260;
    private const float Rate = 0.15f;
    private const float Decay = 2e-6f;
    private const float WeightOfOwn = 4;

    private readonly float[] _weights = new float[TextFeatures.Buckets * LinearModel.Heads];
    private readonly float[] _squares = new float[TextFeatures.Buckets * LinearModel.Heads];
    private readonly float[] _bias = [-3, -3];
    private readonly float[] _biasSquares = new float[LinearModel.Heads];

    /// <summary>Trains on these lines.</summary>
    /// <returns>The file of weights.</returns>
    public static byte[] Train(IEnumerable<TrainingLine> lines)
    {
        var trainer = new Trainer();
        var examples = lines.Select(line => new Example(line, FeatureList.Of(line.Text))).Where(example => example.Sentences.Length > 0).ToArray();
        var random = new Random(Seed);
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(examples);
            foreach (var example in examples)
            {
                trainer.Learn(example, head: 0, example.Line.IsCrisis);
                trainer.Learn(example, head: 1, example.Line.IsHarm);
            }
        }

        return LinearModel.Write(trainer._bias, trainer._weights);
    }

    private void Learn(Example example, int head, bool isTrue)
    {
        var sentence = example.Sentences.MaxBy(features => Value(features, head))!;
        var error = (1 / (1 + MathF.Exp(-Value(sentence, head)))) - (isTrue ? 1 : 0);
        error *= example.Line.IsOwn ? WeightOfOwn : 1;
        var each = error / MathF.Sqrt(sentence.Length);
        foreach (var feature in sentence)
        {
            var index = (feature * LinearModel.Heads) + head;
            Step(ref _weights[index], ref _squares[index], each + (Decay * _weights[index]));
        }

        Step(ref _bias[head], ref _biasSquares[head], error);
    }

    private float Value(int[] features, int head)
    {
        var sum = 0f;
        foreach (var feature in features)
        {
            sum += _weights[(feature * LinearModel.Heads) + head];
        }

        return _bias[head] + (sum / MathF.Sqrt(features.Length));
    }

    private static void Step(ref float value, ref float squares, float gradient)
    {
        squares += gradient * gradient;
        value -= Rate * gradient / (MathF.Sqrt(squares) + 1e-6f);
    }
}
