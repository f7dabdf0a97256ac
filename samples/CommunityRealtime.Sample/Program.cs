using CommunityRealtime.Sample;
using CommunityRealtime.Sample.Demo;
using CommunityRealtime.Sample.Echo;

// Settings and page lie next to the program, so it runs the same from any working folder.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.UseDefaultAddress();
builder.RequireTokenKey();

builder.Services.AddCommunityChat(builder.Configuration.GetSection("CommunityChat"))
    .AddConfiguredDatabase(builder.Configuration)
    .AddConfiguredBackplane(builder.Configuration);
builder.Services.AddConfiguredKeys(builder.Configuration);
builder.Services.AddEcho();
builder.Services.AddProblemDetails();
builder.AddTelemetry();

if (builder.Environment.IsDevelopment())
{
    builder.Services.AddDemo();
}

var app = builder.Build();

app.UsePageHeaders();
app.UseDefaultFiles();
app.UseStaticFiles();

app.MapCommunityChat();
app.MapEcho();
app.MapHealthChecks("/health");
app.MapTelemetry();

if (app.Environment.IsDevelopment())
{
    app.MapDemo();
}

app.Run();
