namespace CommunityRealtime.TestSupport;

/// <summary>A theory that needs a program. Where it is missing the theory is skipped with the reason; under <c>./test.sh</c> it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TheoryOnMachinesWithAttribute : TheoryAttribute
{
    public TheoryOnMachinesWithAttribute(params string[] programs)
    {
        if (Programs.WhyMissing(programs) is { } reason)
        {
            Skip = reason;
        }
    }
}
