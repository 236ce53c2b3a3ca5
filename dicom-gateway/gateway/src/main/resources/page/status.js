// Polls the gateway and paints the page. ECMAScript 5: clinics have old browsers.
(function () {
  'use strict';
  var EVERY = 3000;
  var WRONG_CLOCK_SECONDS = 300;
  var language = 'zh-CN';
  var last = null;
  try { language = window.localStorage.getItem('language') || language; } catch (e) { /* storage may be forbidden */ }
  if (!TEXT[language]) { language = 'zh-CN'; }

  function id(name) { return document.getElementById(name); }

  function text(key) {
    var found = TEXT[language][key];
    if (found === undefined) { return key; }
    for (var i = 1; i < arguments.length; i++) { found = found.replace('{' + (i - 1) + '}', arguments[i]); }
    return found;
  }

  function two(number) { return (number < 10 ? '0' : '') + number; }

  function time(instant) {
    if (!instant) { return ''; }
    var date = new Date(instant);
    var clock = two(date.getHours()) + ':' + two(date.getMinutes());
    return date.toDateString() === new Date().toDateString() ? clock : (date.getMonth() + 1) + '-' + date.getDate() + ' ' + clock;
  }

  function size(bytes) {
    var units = ['B', 'KB', 'MB', 'GB', 'TB'];
    var unit = 0;
    while (bytes >= 1024 && unit < units.length - 1) { bytes /= 1024; unit++; }
    return (unit > 0 && bytes < 10 ? bytes.toFixed(1) : Math.round(bytes)) + ' ' + units[unit];
  }

  function fill(element, content) {
    if (element.textContent !== content) { element.textContent = content; }
  }

  function cell(row, content, className, mark) {
    var td = document.createElement('td');
    if (mark) {
      var sign = document.createElement('span');
      sign.className = 'mark';
      sign.setAttribute('aria-hidden', 'true');
      sign.textContent = mark;
      td.appendChild(sign);
    }
    td.appendChild(document.createTextNode(content));
    if (className) { td.className = className; }
    row.appendChild(td);
  }

  function fact(name, value, className) {
    var box = document.createElement('div');
    var dt = document.createElement('dt');
    var dd = document.createElement('dd');
    dt.textContent = text(name);
    dd.textContent = value;
    if (className) { dd.className = className; }
    box.appendChild(dt);
    box.appendChild(dd);
    id('facts').appendChild(box);
  }

  function headline(report) {
    var waiting = report.waiting;
    var head = '';
    var detail = '';
    var marks = { sent: '\u2713', sending: '\u2191', stuck: '!', attention: '!' };
    if (report.level === 'sent') {
      head = waiting.lastDelivered ? text('headSentAt', time(waiting.lastDelivered)) : text(report.studies.length ? 'headSent' : 'headNothing');
    } else if (report.level === 'sending') {
      head = text('headSending', waiting.instances);
      detail = waiting.since ? text('detailSince', time(waiting.since)) : '';
    } else if (report.level === 'stuck') {
      head = waiting.instances ? text('headStuck', waiting.instances) : text('headStuckIdle');
      detail = text('detailStuck', time(report.line.since));
    } else {
      head = text('headAttention');
      if (report.disk.full) { detail = text('whyDisk'); }
      else if (report.line.state === 'unpaired') { detail = text('whyUnpaired'); }
      else if (report.line.state === 'refused') { detail = text('whyRefusedLine'); }
      else if (waiting.damaged) { detail = text('whyDamaged', waiting.damaged); }
      else { detail = text('whyRefused', waiting.refused); }
    }
    id('headline').className = report.level;
    fill(id('mark'), marks[report.level]);
    fill(id('head'), head);
    fill(id('detail'), detail);
    var cut = report.line.state !== 'up' && report.line.state !== 'slow' && report.line.state !== 'starting';
    id('emergency').hidden = !(cut && waiting.instances > 0);
    fill(id('emergency'), report.telephone ? text('emergencyCall', report.telephone) : text('emergency'));
  }

  function facts(report) {
    id('facts').textContent = '';
    var line = report.line.state;
    fact('line', text('line' + line.charAt(0).toUpperCase() + line.slice(1), time(report.line.since)), line === 'up' ? 'good' : 'wait');
    fact('waiting', report.waiting.instances + ' \u00b7 ' + size(report.waiting.bytes));
    if (report.waiting.refused) { fact('refusedCount', String(report.waiting.refused), 'bad'); }
    if (report.waiting.quarantined) { fact('quarantinedCount', String(report.waiting.quarantined), 'wait'); }
    fact('disk', size(report.disk.freeBytes), report.disk.full ? 'bad' : '');
    if (report.telephone) { fact('telephone', report.telephone); }
    var off = report.line.clockOffsetSeconds;
    if (off !== undefined && Math.abs(off) > WRONG_CLOCK_SECONDS) { fact('clockOff', text('clockWrong', Math.round(Math.abs(off) / 60)), 'bad'); }
  }

  function transfer(row, study) {
    if (study.refused) { cell(row, text('stateRefused', study.refused, study.refusals.join(', ')), 'bad', '\u2715'); }
    else if (study.quarantined) { cell(row, text('stateConflict', study.quarantined), 'wait', '!'); }
    else if (study.waiting === study.received) { cell(row, text('stateWaiting', study.waiting), 'wait', '\u2026'); }
    else if (study.waiting) { cell(row, text('stateSending', study.received - study.waiting, study.received), 'going', '\u2191'); }
    else if (study.confirmed < study.received) { cell(row, text('stateDelivered'), 'going', '\u2191'); }
    else { cell(row, text('stateConfirmed'), 'good', '\u2713'); }
  }

  function atCenter(row, study) {
    var center = study.center;
    if (!center) { cell(row, ''); return; }
    var state = text(center.readingStatus || center.state);
    cell(row, center.readerName ? text('by', state, center.readerName) : state, center.readingStatus === 'final' ? 'good' : '');
  }

  function studies(report) {
    var body = id('studies').getElementsByTagName('tbody')[0];
    body.textContent = '';
    for (var i = 0; i < report.studies.length; i++) {
      var study = report.studies[i];
      var row = document.createElement('tr');
      var who = [study.patient];
      if (study.sex === 'M' || study.sex === 'F') { who.push(text(study.sex === 'M' ? 'male' : 'female')); }
      if (study.birthYear) { who.push(text('born', study.birthYear)); }
      cell(row, time(study.receivedAt));
      cell(row, who.join(' '));
      cell(row, [study.modality, study.description].join(' '));
      cell(row, study.devices.join(', '));
      cell(row, study.received - study.waiting + ' / ' + study.received);
      transfer(row, study);
      atCenter(row, study);
      body.appendChild(row);
    }
    id('studies').hidden = !report.studies.length;
    id('empty').hidden = report.studies.length > 0;
  }

  function doors(report) {
    var body = id('doors').getElementsByTagName('tbody')[0];
    body.textContent = '';
    for (var i = 0; i < report.door.length; i++) {
      var row = document.createElement('tr');
      cell(row, time(report.door[i].at));
      cell(row, report.door[i].device);
      cell(row, report.door[i].address);
      cell(row, text(report.door[i].reason), 'wait');
      body.appendChild(row);
    }
    id('doors').hidden = !report.door.length;
  }

  function paint() {
    document.documentElement.lang = language;
    document.title = text('title');
    fill(id('language'), text('other'));
    var labelled = document.querySelectorAll('[data-text]');
    for (var i = 0; i < labelled.length; i++) { fill(labelled[i], text(labelled[i].getAttribute('data-text'))); }
    if (!last) { return; }
    fill(id('clinic'), last.clinic);
    fill(id('clock'), time(last.now));
    headline(last);
    facts(last);
    studies(last);
    doors(last);
  }

  function show(main, pin) {
    id('main').hidden = !main;
    if (id('pin').hidden === pin) { id('pin').hidden = !pin; if (pin) { id('pin-field').focus(); } }
  }

  function unreachable() {
    show(true, false);
    id('headline').className = 'attention';
    fill(id('mark'), '!');
    fill(id('head'), text('unreachable'));
    fill(id('detail'), '');
  }

  function poll() {
    var request = new XMLHttpRequest();
    request.open('GET', 'api/status');
    request.timeout = 10000;
    request.onload = function () {
      if (request.status === 200) { last = JSON.parse(request.responseText); show(true, false); paint(); }
      else if (request.status === 401) { last = null; show(false, true); }
      else { unreachable(); }
    };
    request.onerror = unreachable;
    request.ontimeout = unreachable;
    request.send();
  }

  id('language').onclick = function () {
    language = language === 'en' ? 'zh-CN' : 'en';
    try { window.localStorage.setItem('language', language); } catch (e) { /* the choice lasts for this page only */ }
    paint();
  };

  id('pin').onsubmit = function (event) {
    event.preventDefault();
    var request = new XMLHttpRequest();
    request.open('POST', 'api/pin');
    request.setRequestHeader('Content-Type', 'text/plain');
    request.onload = function () {
      id('pin-field').value = '';
      if (request.status === 204) { fill(id('pin-error'), ''); poll(); }
      else if (request.status === 429) { fill(id('pin-error'), text('tooManyTries', JSON.parse(request.responseText).seconds)); }
      else { fill(id('pin-error'), text('wrongPin')); }
    };
    request.send(id('pin-field').value);
  };

  paint();
  poll();
  window.setInterval(poll, EVERY);
}());
