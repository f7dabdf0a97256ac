using CommunityRealtime.Crisis;
using Microsoft.Extensions.Options;

namespace CommunityRealtime.Hosting;

/// <summary>Checks the settings of the crisis workflow at start-up.</summary>
internal sealed class ChatCrisisOptionsValidator : IValidateOptions<CommunityChatOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, CommunityChatOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        var crisis = options.Crisis;
        CheckTime(crisis.NotifyTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(5), "NotifyTimeout", result);
        CheckTime(crisis.RetryDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1), "RetryDelay", result);
        CheckTime(crisis.MaxRetryDelay, crisis.RetryDelay, TimeSpan.FromDays(1), "MaxRetryDelay", result);
        CheckTime(crisis.GiveUpAfter, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30), "GiveUpAfter", result);
        CheckTime(crisis.PollInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), "PollInterval", result);
        CheckTime(crisis.Acute.Retention, TimeSpan.FromHours(1), TimeSpan.FromDays(36_500), "Acute:Retention", result);
        CheckTime(crisis.Active.Retention, TimeSpan.FromHours(1), TimeSpan.FromDays(36_500), "Active:Retention", result);
        CheckTime(crisis.Passive.Retention, TimeSpan.FromHours(1), TimeSpan.FromDays(36_500), "Passive:Retention", result);
        CheckTime(crisis.FalseAlarmRetention, TimeSpan.FromHours(1), TimeSpan.FromDays(36_500), "FalseAlarmRetention", result);
        CheckClock(crisis, CrisisPolicy.AcuteSchedule, "Acute", result);
        CheckClock(crisis, CrisisPolicy.ActiveSchedule, "Active", result);
        CheckClock(crisis, CrisisPolicy.PassiveSchedule, "Passive", result);
        return result.Build();
    }

    private static void CheckTime(TimeSpan value, TimeSpan least, TimeSpan most, string setting, ValidateOptionsResultBuilder result)
    {
        if (value < least || value > most)
        {
            result.AddError($"must be between {least} and {most}.", $"Crisis:{setting}");
        }
    }

    private static void CheckClock(
        ChatCrisisOptions options, Func<ChatCrisisOptions, CrisisSchedule> schedule, string setting, ValidateOptionsResultBuilder result)
    {
        try
        {
            schedule(options);
        }
        catch (ArgumentException exception)
        {
            result.AddError($"is no clock: {exception.Message}", $"Crisis:{setting}");
        }
    }
}
