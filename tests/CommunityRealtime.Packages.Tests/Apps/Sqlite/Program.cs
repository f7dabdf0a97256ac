using Microsoft.EntityFrameworkCore;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddCommunityChat(builder.Configuration.GetSection("CommunityChat"))
    .AddEntityFrameworkStore(db => db.UseSqlite("Data Source=chat.db"));

var app = builder.Build();
app.MapCommunityChat();
app.Run();
