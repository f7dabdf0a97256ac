using Xunit.Abstractions;
using Xunit.Sdk;

namespace CommunityRealtime.TestSupport.Specifications;

/// <summary>A fact of a specification. It is skipped in a class whose <see cref="RunsOnMachinesWithAttribute"/> is not met.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer($"CommunityRealtime.TestSupport.Specifications.{nameof(SpecificationFactAttribute)}+{nameof(Discoverer)}", "CommunityRealtime.TestSupport")]
public sealed class SpecificationFactAttribute : FactAttribute
{
    /// <summary>The test as one that is skipped with its reason; <see langword="null"/> when everything it needs is there.</summary>
    internal static IXunitTestCase? Skipped(
        IMessageSink messages, ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod)
    {
        var needs = testMethod.TestClass.Class.GetCustomAttributes(typeof(RunsOnMachinesWithAttribute)).FirstOrDefault()
            ?.GetNamedArgument<string[]>(nameof(RunsOnMachinesWithAttribute.Programs));
        return Programs.WhyMissing(needs ?? []) is { } reason
            ? new XunitSkippedDataRowTestCase(
                messages,
                discoveryOptions.MethodDisplayOrDefault(),
                discoveryOptions.MethodDisplayOptionsOrDefault(),
                testMethod,
                reason)
            : null;
    }

    private sealed class Discoverer(IMessageSink messages) : FactDiscoverer(messages)
    {
        protected override IXunitTestCase CreateTestCase(
            ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
            => Skipped(DiagnosticMessageSink, discoveryOptions, testMethod)
                ?? base.CreateTestCase(discoveryOptions, testMethod, factAttribute);
    }
}
