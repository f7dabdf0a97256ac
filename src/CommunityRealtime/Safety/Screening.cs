using CommunityRealtime.Safety.Model;
using CommunityRealtime.Safety.Rules;

namespace CommunityRealtime.Safety;

/// <summary>What the findings of one text add up to. One for each thread, used again, so that an allowed text allocates nothing.</summary>
internal sealed class Screening
{
    /// <summary>From which score on a finding decides alone.</summary>
    public const float Threshold = 0.5f;

    // Weak signs far apart in a long post have nothing to do with each other.
    private const int Neighbourhood = 45;

    // A sign that the words around take away still says what the text is about: it orders, and never decides.
    private const float Overruled = 0.25f;
    private const float MostUndecided = 0.45f;

    // What the model may lift over the threshold when it is sure: rules found nearly enough, and no guard took it away.
    private const float Borderline = 0.35f;
    private const float SureOpinion = 0.9f;
    private const float OpinionWeight = 0.5f;

    private const int KindCount = (int)RuleKind.Doxxing + 1;

    [ThreadStatic]
    private static Screening? _ofThread;

    private readonly float[] _harm = new float[KindCount];
    private readonly List<Finding> _kept = [];
    private readonly List<Finding> _weak = [];
    private float _borderline;
    private CrisisLevel _borderlineLevel;
    private Finding? _borderlineFinding;

    /// <summary>The screening of this thread.</summary>
    public static Screening OfThread => _ofThread ??= new Screening();

    /// <summary>The evidence of a crisis, 0 to 1.</summary>
    public float Crisis { get; private set; }

    /// <summary>How near the danger is; none when <see cref="Crisis"/> is below <see cref="Threshold"/>.</summary>
    public CrisisLevel Level { get; private set; }

    /// <summary>Whether the author may want an offer of support.</summary>
    public bool WantsSupport { get; private set; }

    /// <summary>The worst harm; none when nothing reaches the threshold.</summary>
    public HarmCategory Harm { get; private set; }

    /// <summary>The findings that count.</summary>
    public IReadOnlyList<Finding> Findings => _kept;

    /// <summary>The evidence of a kind of harm, 0 to 1.</summary>
    public float HarmOf(HarmCategory category) => _harm[(int)KindOf(category)];

    /// <summary>Whether a second opinion could change the result: a crisis was found, or nearly. Nothing else pays for one.</summary>
    public bool WantsOpinion => Level > CrisisLevel.None || _borderline >= Borderline;

    /// <summary>The finding that a second opinion is asked about, when <see cref="WantsOpinion"/>.</summary>
    public Finding OpinionOn => Level > CrisisLevel.None ? _kept.Find(finding => finding.Rule.Kind <= RuleKind.Acute) : _borderlineFinding!.Value;

    /// <summary>Evidence and opinion as one number for queues: what was flagged stands above 0.5, everything else below.</summary>
    /// <param name="evidence">What the rules say, 0 to 1.</param>
    /// <param name="opinion">What the model says, 0 to 1.</param>
    /// <param name="isFlagged">Whether the rules decided.</param>
    public static float Rank(float evidence, float opinion, bool isFlagged) =>
        (Threshold * Or(evidence, OpinionWeight * opinion)) + (isFlagged ? Threshold : 0);

    /// <summary>Takes the second opinion in: it orders what the rules found and lifts what they nearly found. It never takes away.</summary>
    public void Hear(ModelOpinion opinion)
    {
        if (Level > CrisisLevel.None)
        {
            Crisis = Or(Crisis, OpinionWeight * opinion.Crisis);
        }
        else if (_borderlineFinding is { } finding && _borderline >= Borderline && opinion.Crisis >= SureOpinion)
        {
            Crisis = Or(_borderline, OpinionWeight * opinion.Crisis);
            Level = _borderlineLevel;
            _kept.Add(finding);
        }
    }

    /// <summary>Adds the findings up: strong ones decide, weak ones of different groups that stand together may.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="buffers">The text and its findings.</param>
    /// <param name="from">The first token that is new: findings that end before it belong to an earlier message.</param>
    public void Judge(RuleSet rules, ScanBuffers buffers, int from)
    {
        Array.Clear(_harm);
        _kept.Clear();
        _weak.Clear();
        _borderline = 0;
        _borderlineLevel = CrisisLevel.None;
        _borderlineFinding = null;
        Crisis = 0;
        Level = CrisisLevel.None;
        WantsSupport = false;
        Harm = HarmCategory.None;
        if (buffers.Findings.Count == 0)
        {
            return;
        }

        var context = new GuardContext(rules, buffers);
        var overruled = 0f;
        foreach (var finding in buffers.Findings)
        {
            if (finding.End <= from)
            {
                continue;
            }

            if (context.TakesAway(finding))
            {
                overruled = finding.Rule.Kind <= RuleKind.Acute ? Math.Max(overruled, Overruled * finding.Rule.Line.Weight) : overruled;
            }
            else
            {
                Count(finding);
            }
        }

        CountWeak();
        Crisis = Math.Max(Crisis, Math.Max(overruled, MostUndecided * HarmOf(HarmCategory.SelfHarmEncouragement)));
        Level = Crisis < Threshold ? CrisisLevel.None : Level;
        Harm = WorstHarm();
    }

    private static RuleKind KindOf(HarmCategory category) => RuleKind.Threat + ((int)category - 1);

    private static CrisisLevel LevelOf(RuleKind kind) => (CrisisLevel)((int)kind + 1);

    private static float Or(float one, float other) => 1 - ((1 - one) * (1 - other));

    private void Count(Finding finding)
    {
        var line = finding.Rule.Line;
        var kind = finding.Rule.Kind;
        if (kind == RuleKind.Support)
        {
            WantsSupport = true;
            _kept.Add(finding);
        }
        else if (line.Weight < Threshold)
        {
            _weak.Add(finding);
        }
        else
        {
            _kept.Add(finding);
            if (kind <= RuleKind.Acute)
            {
                Crisis = Or(Crisis, line.Weight);
                Level = (CrisisLevel)Math.Max((int)Level, (int)LevelOf(kind));
            }
            else
            {
                _harm[(int)kind] = Or(_harm[(int)kind], line.Weight);
            }
        }
    }

    private void CountWeak()
    {
        for (var i = 0; i < _weak.Count; i++)
        {
            var isCrisis = _weak[i].Rule.Kind <= RuleKind.Acute;
            var sum = isCrisis ? 0f : _harm[(int)_weak[i].Rule.Kind];
            var level = CrisisLevel.None;
            var groups = 0;
            for (var j = i; j < _weak.Count; j++)
            {
                var rule = _weak[j].Rule;
                if (Math.Abs(_weak[j].Start - _weak[i].Start) > Neighbourhood || SaysNothingNew(i, j)
                    || (isCrisis ? rule.Kind > RuleKind.Acute : rule.Kind != _weak[i].Rule.Kind))
                {
                    continue;
                }

                groups++;
                sum = Or(sum, rule.Line.Weight);
                level = (CrisisLevel)Math.Max((int)level, isCrisis ? (int)LevelOf(rule.Kind) : 0);
            }

            if (sum >= Threshold && groups > 1)
            {
                _kept.Add(_weak[i]);
            }

            if (isCrisis && sum > _borderline)
            {
                (_borderline, _borderlineLevel, _borderlineFinding) = (sum, level, _weak[i]);
            }

            if (!isCrisis)
            {
                _harm[(int)_weak[i].Rule.Kind] = sum;
            }
            else if (Crisis < Threshold || sum >= Threshold)
            {
                Crisis = Crisis < Threshold ? Math.Max(Crisis, sum) : Or(Crisis, sum / 2);
                Level = sum >= Threshold ? (CrisisLevel)Math.Max((int)Level, (int)level) : Level;
            }
        }
    }

    /// <summary>Whether an earlier weak finding has the same group, or shares a word.</summary>
    private bool SaysNothingNew(int first, int index)
    {
        var finding = _weak[index];
        for (var k = first; k < index; k++)
        {
            var other = _weak[k];
            if ((other.Rule.Group == finding.Rule.Group && Math.Abs(other.Start - _weak[first].Start) <= Neighbourhood)
                || (other.Start < finding.End && finding.Start < other.End))
            {
                return true;
            }
        }

        return false;
    }

    private HarmCategory WorstHarm()
    {
        var worst = HarmCategory.None;
        for (var category = HarmCategory.Threat; category <= HarmCategory.Doxxing; category++)
        {
            if (HarmOf(category) >= Threshold && (worst == HarmCategory.None || HarmOf(category) > HarmOf(worst)))
            {
                worst = category;
            }
        }

        return worst;
    }
}
