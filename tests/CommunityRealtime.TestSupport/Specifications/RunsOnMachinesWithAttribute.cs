namespace CommunityRealtime.TestSupport.Specifications;

/// <summary>Marks a class that runs a specification with the help of programs, such as <c>initdb</c>.</summary>
/// <remarks>Where one is missing the specification's tests are skipped with the reason; under <c>./test.sh</c> they fail.</remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RunsOnMachinesWithAttribute(params string[] programs) : Attribute
{
    /// <summary>What must be there.</summary>
    public string[] Programs { get; } = programs;
}
