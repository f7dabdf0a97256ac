using Xunit.Abstractions;
using Xunit.Sdk;

namespace CommunityRealtime.TestSupport.Specifications;

/// <summary>A theory of a specification. It is skipped in a class whose <see cref="RunsOnMachinesWithAttribute"/> is not met.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer($"CommunityRealtime.TestSupport.Specifications.{nameof(SpecificationTheoryAttribute)}+{nameof(Discoverer)}", "CommunityRealtime.TestSupport")]
public sealed class SpecificationTheoryAttribute : TheoryAttribute
{
    private sealed class Discoverer(IMessageSink messages) : TheoryDiscoverer(messages)
    {
        public override IEnumerable<IXunitTestCase> Discover(
            ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute)
            => SpecificationFactAttribute.Skipped(DiagnosticMessageSink, discoveryOptions, testMethod) is { } skipped
                ? [skipped]
                : base.Discover(discoveryOptions, testMethod, theoryAttribute);
    }
}
