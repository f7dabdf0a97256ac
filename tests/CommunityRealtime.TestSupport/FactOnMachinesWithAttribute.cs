namespace CommunityRealtime.TestSupport;

/// <summary>A fact that needs a program. Where it is missing the fact is skipped with the reason; under <c>./test.sh</c> it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactOnMachinesWithAttribute : FactAttribute
{
    public FactOnMachinesWithAttribute(params string[] programs)
    {
        if (Programs.WhyMissing(programs) is { } reason)
        {
            Skip = reason;
        }
    }
}
