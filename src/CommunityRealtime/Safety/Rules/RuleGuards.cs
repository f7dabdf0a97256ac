namespace CommunityRealtime.Safety.Rules;

/// <summary>Which guards may take the findings of a rule away.</summary>
[Flags]
internal enum RuleGuards
{
    /// <summary>None: the rule always counts.</summary>
    None = 0,

    /// <summary><see cref="RuleKind.Idiom"/>.</summary>
    Idiom = 1,

    /// <summary><see cref="RuleKind.Negation"/>.</summary>
    Negation = 2,

    /// <summary><see cref="RuleKind.Other"/>.</summary>
    Other = 4,

    /// <summary><see cref="RuleKind.Report"/>.</summary>
    Report = 8,

    /// <summary><see cref="RuleKind.Past"/>.</summary>
    Past = 16,

    /// <summary><see cref="RuleKind.Topic"/>.</summary>
    Topic = 32,

    /// <summary><see cref="RuleKind.Counter"/>.</summary>
    Counter = 64,

    /// <summary>Quotation marks around the whole finding.</summary>
    Quote = 128,

    /// <summary>The guards of a crisis.</summary>
    Crisis = Idiom | Negation | Other | Report | Past | Topic,

    /// <summary>The guards of harm.</summary>
    Harm = Idiom | Negation | Report | Topic | Counter | Quote,
}
