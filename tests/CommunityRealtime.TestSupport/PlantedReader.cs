namespace CommunityRealtime.TestSupport;

/// <summary>A reader with a mistake that four bytes in a row bring out: a fuzzer finds it step by step or not at all.</summary>
/// <remarks>It is here because an assembly that knows SharpFuzz cannot be instrumented.</remarks>
public static class PlantedReader
{
    public static void Read(byte[] input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Length > 3 && input[0] == 'c')
        {
            if (input[1] == 0x9F)
            {
                if (input[2] == 'Q')
                {
                    if (input[3] == 0x03)
                    {
                        throw new InvalidOperationException("The planted mistake.");
                    }
                }
            }
        }
    }
}
