var builder = WebApplication.CreateBuilder(args);

builder.Services.AddCommunityChat(builder.Configuration.GetSection("CommunityChat"));

var app = builder.Build();
app.MapCommunityChat();
app.Run();
